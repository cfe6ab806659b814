import type { ConfigAnswer } from "../../lib/executors/contract";
import { type Home, readIfThere, writeWhole } from "./home";
import type { PanelApi } from "./panel-api";
import { ProgramError } from "./program-error";
import { nextTrustedKeys, type SigningKey } from "./signature";

/**
 * The configuration: fetched, kept (so that a start without the panel has the last good one), and laid under what was
 * set by hand on this machine before there was a panel.
 */
export type Configuration = ConfigAnswer["config"];
type Kept = { etag: string | null; config: Configuration; trustedKeys: SigningKey[] };

const fileName = "config.json";

export class ConfigurationStore {
  readonly #home: Home;
  readonly #manual: Partial<Configuration>;
  #kept: Kept | null;

  constructor(home: Home, manual: Partial<Configuration>) {
    this.#home = home;
    this.#manual = manual;
    this.#kept = parseKept(readIfThere(home.file(fileName)));
  }

  /** Null before the first answer. */
  get current(): Configuration | null {
    return this.#kept ? { ...this.#kept.config, ...this.#manual } : null;
  }

  get trustedKeys(): readonly SigningKey[] {
    return this.#kept?.trustedKeys ?? [];
  }

  /** Names of what was set by hand, which wins. */
  get manualFields(): string[] {
    return Object.keys(this.#manual);
  }

  /** Asks the panel; true when something is new. */
  async fetch(api: PanelApi): Promise<boolean> {
    const etag = this.#kept?.etag ?? null;
    const answer = await api.ask("GET", "/api/executor/config", { headers: etag ? { "if-none-match": etag } : {} });
    if (answer.status === 304) return false;
    const { config } = requireConfig(answer.body);
    const trustedKeys = nextTrustedKeys(this.trustedKeys, config.signingKeys);
    if (!trustedKeys) {
      throw new ProgramError(
        "The panel signs with keys that this executor was never told about.",
        "Somebody may have put another panel in its place. If you changed all of its keys yourself, run setup again.",
      );
    }
    this.#kept = { etag: answer.headers.etag ?? null, config, trustedKeys };
    writeWhole(this.#home.file(fileName), `${JSON.stringify(this.#kept, null, 2)}\n`);
    return true;
  }
}

function parseKept(text: string | null): Kept | null {
  try {
    return text === null ? null : (JSON.parse(text) as Kept);
  } catch {
    return null;
  }
}

/** What this program relies on; what it does not know is left alone. */
function requireConfig(body: unknown): { config: Configuration } {
  const { config } = (body ?? {}) as { config?: Partial<Configuration> };
  const isText = (value: unknown) => typeof value === "string";
  const isWhole = (value: unknown) => Number.isInteger(value);
  const isGood =
    config !== undefined &&
    [config.executorId, config.channel, config.pusherKey, config.zmqHost].every(isText) &&
    [config.zmqPort, config.heartbeatIntervalMs, config.commandTimeoutMs, config.configVersion].every(isWhole) &&
    Array.isArray(config.signingKeys);
  if (isGood) return { config: config as Configuration };
  throw new ProgramError("The panel's answer is no configuration.", "Is the address that of a LightNode panel?");
}
