import { z } from "zod";
import type { Home } from "../home";
import { type PanelClient, Refusal } from "../panel/panel-client";
import { readJsonIfThere, replaceFile } from "../system/files";
import { type PanelConfig, panelConfig } from "./effective-config";
import { keysToTrust, type SigningKey } from "./signing-keys";

const configAnswer = z.object({ success: z.literal(true), config: panelConfig });
const signingKey = z.object({ id: z.string(), publicKey: z.string() });
const kept = z.object({
  key: z.string(),
  etag: z.string(),
  config: panelConfig,
  pinned: z.array(signingKey),
});

/** The panel's configuration contains none of the pinned signing keys. */
export class KeysRefused extends Error {
  constructor() {
    super(
      "The panel sent a configuration with signing keys that this executor has never seen, and none that it knows. It is refused. If the panel was reinstalled, run setup again on this machine.",
    );
  }
}

/**
 * The last good configuration, on the disk so that a start works while the panel is unreachable, and the pinned signing
 * keys. Both belong to a key: those of another executor are as none.
 */
export class ConfigStore {
  readonly #home: Home;
  readonly #client: PanelClient;
  #etag: string | null = null;
  #pinned: readonly SigningKey[] = [];
  config: PanelConfig | null = null;

  constructor(home: Home, client: PanelClient) {
    this.#home = home;
    this.#client = client;
    const found = kept.safeParse(readJsonIfThere(home.config));
    if (!found.success || found.data.key !== client.key) return;
    this.#etag = found.data.etag;
    this.#pinned = found.data.pinned;
    this.config = { ...found.data.config, signingKeys: found.data.pinned };
  }

  /** Asks the panel. True when there is something new; {@link KeysRefused} leaves everything as it was. */
  async fetch(options: { signal?: AbortSignal; timeoutMs?: number; pinAnew?: boolean } = {}): Promise<boolean> {
    const isKnown = this.#etag !== null && this.config !== null && !options.pinAnew;
    const headers: Record<string, string> = isKnown ? { "if-none-match": this.#etag ?? "" } : {};
    const { signal, timeoutMs } = options;
    const answer = await this.#client.call("/api/executor/config", { headers, signal, timeoutMs });
    if (answer.status === 304) return false;
    const parsed = configAnswer.safeParse(parseJson(answer.text));
    if (!parsed.success) {
      const what = parsed.error.issues[0];
      const detail = `${what?.path.join(".") ?? ""}: ${what?.message ?? ""}`;
      throw new Refusal(
        answer.status,
        "config_not_understood",
        `The configuration is not understood (${detail}).`,
        null,
      );
    }
    const { config } = parsed.data;
    const trusted = keysToTrust(options.pinAnew ? [] : this.#pinned, config.signingKeys);
    if (!trusted) throw new KeysRefused();
    this.#pinned = trusted;
    this.#etag = answer.headers.etag ?? null;
    this.config = config;
    const text = { key: this.#client.key, etag: this.#etag ?? "", config, pinned: trusted };
    replaceFile(this.#home.config, `${JSON.stringify(text, null, 2)}\n`);
    return true;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
