import { writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import Pusher from "pusher-js";
import { afterRetryAfterMs, backoffMs } from "../clients/executor/retry";

/**
 * Many executors in one process, each with its own socket, heartbeats and journal of executed commands; what the real
 * program does, without its disk and its bridge. Its parent sends `{url, executors}`; it answers "figures" with its
 * figures.
 */
type Executor = { id: string; key: string; secret: string };
type Config = {
  pusherKey: string;
  pusherHost: string;
  pusherPort: number;
  channel: string;
  heartbeatIntervalMs: number;
};
type Command = { id: string; seq: number };

const executions = new Map<string, number>();
const online = new Set<string>();
let stopped = false;
let spread = 0;

class SimulatedExecutor {
  readonly #url: string;
  readonly #executor: Executor;
  readonly #taken = new Set<string>();
  #wait = 1_000;
  #spread = 1_000;

  constructor(url: string, executor: Executor) {
    this.#url = url;
    this.#executor = executor;
  }

  async #ask(path: string, body?: unknown): Promise<{ status: number; json: unknown }> {
    const { key, secret } = this.#executor;
    for (let attempt = 0; ; attempt++) {
      try {
        const form = typeof body === "string";
        const answer = await fetch(`${this.#url}${path}`, {
          method: body === undefined ? "GET" : "POST",
          headers: {
            "x-api-key": key,
            "x-api-secret": secret,
            // As the program, which does not unpack.
            "accept-encoding": "identity",
            "content-type": form ? "application/x-www-form-urlencoded" : "application/json",
          },
          ...(body === undefined ? {} : { body: form ? body : JSON.stringify(body) }),
          signal: AbortSignal.timeout(15_000),
        });
        // An incomplete answer counts as no answer.
        const json: unknown = JSON.parse((await answer.text()) || "null");
        if (answer.status !== 429 && answer.status < 500) return { status: answer.status, json };
        const asked = Number(answer.headers.get("retry-after") ?? 1);
        await sleep(Math.max(afterRetryAfterMs(asked, Math.random()), this.#pauseMs(attempt, answer.status !== 429)));
      } catch (error) {
        const { code } = ((error as Error).cause ?? {}) as { code?: string };
        await sleep(this.#pauseMs(attempt, code === "ECONNREFUSED"));
      }
      if (stopped) throw new Error("stopped");
    }
  }

  /** The program's own rule (clients/executor/panel/persistently.ts). */
  #pauseMs(attempt: number, isPanelUnreachable: boolean): number {
    const random = Math.random();
    return Math.max(backoffMs(attempt, random), isPanelUnreachable ? random * this.#spread : 0);
  }

  async run(): Promise<void> {
    const { json } = await this.#ask("/api/executor/config");
    const { config } = json as { config: Config };
    this.#beat(config.heartbeatIntervalMs).catch((error) => writeFileSync(2, `simulated executor: ${String(error)}\n`));
    const pusher = this.#connect(config);
    pusher.connection.bind("connected", () => {
      this.#wait = 1_000;
    });
    let waiting = false;
    const lost = () => {
      online.delete(this.#executor.id);
      if (stopped || waiting) return;
      waiting = true;
      // The library comes back after exactly a second, all at once: this is what the real program does instead.
      setImmediate(() => pusher.disconnect());
      const pause = Math.random() * (this.#spread + this.#wait);
      this.#wait = Math.min(30_000, this.#wait * 2);
      setTimeout(() => {
        waiting = false;
        connect();
      }, pause + 50);
    };
    const connect = pusher.connection.connect.bind(pusher.connection);
    pusher.connection.connect = lost;
    for (const sign of ["unavailable", "connecting_in", "error"]) pusher.connection.bind(sign, lost);
    const channel = pusher.subscribe(config.channel);
    channel.bind("pusher:subscription_succeeded", () => {
      online.add(this.#executor.id);
      void this.#drain();
    });
    channel.bind("executor.command", (command: Command) => void this.#take(command));
  }

  #connect({ pusherKey, pusherHost, pusherPort }: Config): Pusher {
    const authorise = (
      path: string,
      fields: Record<string, string>,
      done: (error: Error | null, data: never) => void,
    ) =>
      this.#ask(path, new URLSearchParams(fields).toString()).then(
        ({ status, json }) => done(status === 200 ? null : new Error(String(status)), json as never),
        (error) => done(error, null as never),
      );
    return new Pusher(pusherKey, {
      cluster: "",
      wsHost: pusherHost,
      wsPort: pusherPort,
      forceTLS: false,
      enabledTransports: ["ws"],
      channelAuthorization: {
        endpoint: "",
        transport: "ajax",
        customHandler: ({ socketId, channelName }, done) =>
          void authorise("/api/pusher/auth", { socket_id: socketId, channel_name: channelName }, done),
      },
    });
  }

  async #beat(intervalMs: number): Promise<void> {
    let wait = Math.random() * intervalMs;
    const bootId = crypto.randomUUID();
    let fence: number | undefined;
    for (;;) {
      await sleep(wait);
      if (stopped) return;
      const body = {
        version: "1.0.0",
        os: "linux",
        hostname: "simulated",
        status: "ok",
        configVersion: 1,
        bootId,
        fence,
      };
      const { status, json } = await this.#ask("/api/executor/heartbeat", body);
      if (status !== 200) throw new Error(`a heartbeat was answered ${status}`);
      const answer = json as { nextIn: number; fence: number; pendingCommands: number; reconnectSpreadMs: number };
      this.#spread = answer.reconnectSpreadMs;
      spread = answer.reconnectSpreadMs;
      ({ fence, nextIn: wait } = answer);
      if (answer.pendingCommands > 0) void this.#drain();
    }
  }

  async #drain(): Promise<void> {
    const { json } = await this.#ask("/api/executor/commands");
    for (const command of (json as { items?: Command[] } | null)?.items ?? []) await this.#take(command);
  }

  async #take({ id }: Command): Promise<void> {
    const isNew = !this.#taken.has(id);
    this.#taken.add(id);
    await this.#ask(`/api/executor/commands/${id}/ack`, {});
    if (!isNew) return;
    executions.set(id, (executions.get(id) ?? 0) + 1);
    await this.#ask(`/api/executor/commands/${id}/result`, { status: "done", output: { pong: true } });
  }
}

process.on("message", (message: { url: string; executors: Executor[] } | "figures" | "stop") => {
  if (message === "figures") {
    const twice = [...executions.values()].filter((count) => count > 1).length;
    process.send?.({ online: online.size, executed: executions.size, twice, spread });
    return;
  }
  if (message === "stop") {
    stopped = true;
    process.exit(0);
  }
  for (const [index, executor] of message.executors.entries()) {
    setTimeout(() => {
      new SimulatedExecutor(message.url, executor).run().catch((error) => {
        writeFileSync(2, `simulated executor: ${String(error)}\n`);
      });
    }, index * 10);
  }
});
