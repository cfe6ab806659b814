import { createHash, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import http from "node:http";
import type { AddressInfo } from "node:net";
import type { DeliveredCommand } from "../../../lib/executors/commands/contract";
import { canonicalJson, signedMessage } from "../../../lib/executors/signed/contract";
import type { PanelConfig } from "../config/effective-config";

/** The panel's side of the executor API in a few lines, with faults on demand; its sockets are closed, so commands are asked for. */
export const sampleKey = "exe_0123456789abcdef";
/** Made once by the panel's own maker; no panel knows them. */
export const sampleSecret = "exs_TW7PoIz3ei8p1bffxwn46Z3lLUslOKAGuGSHVQ07Rl31FhQ7M";
export const executorId = "exe_00000000000000000000000000";

export type Signer = { id: string; privateKey: KeyObject; publicKey: string };
export function makeSigner(id = "s1"): Signer {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const spki = publicKey.export({ format: "der", type: "spki" });
  return { id, privateKey, publicKey: spki.subarray(-32).toString("base64") };
}

export function signedCommand(
  signer: Signer,
  fields: Partial<DeliveredCommand> & { seq: number; type: string },
): DeliveredCommand {
  const whole = {
    id: `cmd_${fields.seq}`,
    executorId,
    payload: {},
    expiresAt: new Date(Date.now() + 60_000).toISOString(),
  };
  const command = { ...whole, ...fields };
  const sha256 = createHash("sha256").update(canonicalJson(command.payload)).digest("hex");
  const exp = Math.floor(Date.parse(command.expiresAt) / 1_000);
  const message = signedMessage({ ...command, sha256, exp });
  const signature = sign(null, Buffer.from(message), signer.privateKey).toString("base64");
  return { ...command, keyId: signer.id, signature };
}

export type Seen = { path: string; body: unknown; headers: http.IncomingHttpHeaders };
type Answer = { status: number; body: unknown; headers?: Record<string, string> };
export const problem = (status: number, code: string, headers?: Record<string, string>): Answer => ({
  status,
  body: { code, title: code, detail: code, status },
  ...(headers ? { headers } : {}),
});

export class FakePanel {
  readonly signer = makeSigner();
  readonly seen: Seen[] = [];
  readonly results = new Map<string, { status: string; output?: unknown; error?: string }[]>();
  readonly acked = new Set<string>();
  /** Which session acknowledged a command first. */
  readonly ackedBy = new Map<string, number>();
  readonly states = new Map<string, string>();
  commands: unknown[] = [];
  secret = sampleSecret;
  config: Partial<PanelConfig> = {};
  configVersion = 1;
  fence = 1;
  /** Answers in place of the panel; null: the panel's own. */
  intercept: (path: string, body: unknown) => Answer | null = () => null;
  #server: http.Server | null = null;
  url = "";

  async start(): Promise<this> {
    this.#server = http.createServer((req, res) => void this.#answer(req, res));
    await new Promise<void>((resolve) => this.#server?.listen(0, "127.0.0.1", resolve));
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    return this;
  }

  async stop(): Promise<void> {
    this.#server?.closeAllConnections();
    await new Promise((resolve) => this.#server?.close(resolve));
  }

  get fullConfig(): PanelConfig {
    return {
      executorId,
      name: "Shop",
      pusherKey: "key",
      pusherCluster: "",
      pusherHost: "127.0.0.1",
      pusherPort: 9,
      pusherTls: false,
      channel: `private-executor-${executorId}`,
      platformUrl: this.url,
      zmqHost: "127.0.0.1",
      zmqPort: 5_999,
      heartbeatIntervalMs: 5_000,
      commandTimeoutMs: 1_000,
      features: {},
      settings: {},
      configVersion: this.configVersion,
      secretExpiresAt: null,
      reconnectSpreadMs: 1_000,
      signingKeys: [{ id: this.signer.id, publicKey: this.signer.publicKey }],
      ...this.config,
    };
  }

  async #answer(req: http.IncomingMessage, res: http.ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const body: unknown = text.startsWith("{") ? JSON.parse(text) : text;
    const path = req.url ?? "";
    this.seen.push({ path, body, headers: req.headers });
    const refused = req.headers["x-api-secret"] !== undefined && req.headers["x-api-secret"] !== this.secret;
    const own = () => (refused ? problem(401, "executor_secret_wrong") : this.#own(path, body, req.headers));
    const answer = this.intercept(path, body) ?? (await own());
    res.writeHead(answer.status, { "content-type": "application/json", ...answer.headers });
    res.end(answer.status === 304 ? undefined : JSON.stringify(answer.body));
  }

  async #own(path: string, body: unknown, headers: http.IncomingHttpHeaders): Promise<Answer> {
    if (path === "/api/health") return { status: 200, body: { status: "ok" } };
    if (path === "/api/executor/config") {
      const etag = `"cfg-${this.configVersion}-${JSON.stringify(this.config).length}"`;
      if (headers["if-none-match"] === etag) return { status: 304, body: null };
      return { status: 200, body: { success: true, config: this.fullConfig }, headers: { etag } };
    }
    if (path === "/api/executor/heartbeat") return { status: 200, body: this.#heartbeat() };
    if (path === "/api/executor/enroll")
      return { status: 201, body: { executorId, key: sampleKey, secret: this.secret } };
    const list = /^\/api\/executor\/commands\?wait=(\d+)&after=(\d+)$/.exec(path);
    if (list) return { status: 200, body: { items: await this.#list(Number(list[1]), Number(list[2])) } };
    const report = /^\/api\/executor\/commands\/([^/]+)\/(ack|progress|result)$/.exec(path);
    if (!report) return problem(404, "not_found");
    const [, id = "", what] = report;
    if (what === "ack") {
      this.acked.add(id);
      const fence = headers["x-executor-fence"];
      if (fence !== undefined && !this.ackedBy.has(id)) this.ackedBy.set(id, Number(fence));
    }
    if (what === "result") this.results.set(id, [...(this.results.get(id) ?? []), body as { status: string }]);
    return { status: 200, body: this.#view(id) };
  }

  #heartbeat() {
    const serverTime = new Date().toISOString();
    return {
      serverTime,
      configVersion: this.configVersion,
      pendingCommands: 0,
      nextIn: 200,
      fence: this.fence,
      reconnectSpreadMs: 1_000,
      clockMessage: null,
    };
  }

  async #list(wait: number, after: number): Promise<unknown[]> {
    const waiting = () =>
      this.commands.filter((command) => {
        const { id, seq } = command as DeliveredCommand;
        return seq > after && !this.acked.has(id);
      });
    const until = Date.now() + Math.min(wait, 2) * 1_000;
    while (waiting().length === 0 && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 10));
    return waiting();
  }

  #view(id: string) {
    const at = new Date().toISOString();
    const state = this.states.get(id) ?? "acked";
    const nothing = { progress: null, output: null, error: null, deliveredAt: null, ackedAt: null, finishedAt: null };
    return {
      id,
      executorId,
      seq: 1,
      type: "ping",
      payload: {},
      state,
      ackedFence: this.ackedBy.get(id) ?? null,
      attempts: 1,
      expiresAt: at,
      createdAt: at,
      ...nothing,
    };
  }
}

/** Waits until it is so; fails with the name after five seconds. */
export async function until(name: string, isSo: () => boolean, ms = 5_000): Promise<void> {
  const deadline = Date.now() + ms;
  while (!isSo()) {
    if (Date.now() > deadline) throw new Error(`Waited in vain: ${name}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
