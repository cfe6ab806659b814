import { randomUUID } from "node:crypto";
import type { DeliveredCommand } from "../../../lib/executors/commands/contract";
import { Bridge, type BridgeSettings } from "../bridge/bridge";
import type { CommandContext } from "../commands/command-kind";
import type { Configuration, ConfigurationStore } from "../configuration";
import { loadCredentials } from "../credentials";
import type { Home } from "../home";
import { Journal } from "../journal";
import type { Log } from "../log";
import { type PanelApi, PanelRefusal } from "../panel-api";
import { pause, pauseAfter, reconnectPause } from "../pauses";
import { explain } from "../program-error";
import { refusalOfCommand } from "../signature";
import { lightnodeExecutorVersion } from "../version";
import { CommandRunner } from "./command-runner";
import { heartbeatBody } from "./heartbeat";
import { openSocket, type Socket } from "./socket";
import { writeStatus } from "./status-file";

/** One start of the executor: everything that lives until it is stopped, replaced, revoked or told to restart. */
export type RunOutcome = "stopped" | "restart" | "superseded" | "revoked";
type HeartbeatReply = {
  serverTime: string;
  configVersion: number;
  pendingCommands: number;
  nextIn: number;
  fence: number;
  reconnectSpreadMs?: number;
  clockMessage: string | null;
};

export type RuntimeDeps = {
  api: PanelApi;
  home: Home;
  log: Log;
  configuration: ConfigurationStore;
  isDenied(type: string): boolean;
};

export class Runtime {
  readonly #deps: RuntimeDeps;
  readonly #bootId = randomUUID();
  readonly #journal: Journal;
  readonly #bridge: Bridge;
  readonly #runner: CommandRunner;
  readonly #ending = new AbortController();
  #outcome: RunOutcome = "stopped";
  #socket: Socket | null = null;
  #status: "ok" | "degraded" | "error" = "ok";
  #clockSkewMs = 0;
  #clockMessage: string | null = null;
  #spreadMs = 1_000;
  #pollFrom = Date.now();
  #wakePoll = new AbortController();
  #wakeBeat = new AbortController();

  constructor(deps: RuntimeDeps) {
    this.#deps = deps;
    this.#journal = new Journal(deps.home.file("journal.log"));
    this.#bridge = new Bridge(bridgeSettings(deps.configuration.current), deps.home.directory);
    this.#runner = new CommandRunner({
      api: deps.api,
      journal: this.#journal,
      log: deps.log,
      isDenied: deps.isDenied,
      check: (command) => this.#check(command),
      context: (signal) => this.#contextOf(signal),
      onFatal: (error) => this.#onFatal(error),
    });
  }

  /** Runs until it is over. */
  async run(): Promise<RunOutcome> {
    await this.#firstConfiguration();
    if (!this.#ending.signal.aborted) {
      this.#runner.resume();
      this.#connect();
      await Promise.all([this.#beat(), this.#poll()]);
    }
    await this.#runner.stop(10_000);
    this.#socket?.close();
    this.#bridge.close();
    this.#journal.close();
    return this.#outcome;
  }

  end(outcome: RunOutcome): void {
    if (this.#ending.signal.aborted) return;
    this.#outcome = outcome;
    this.#ending.abort();
    this.#wakePoll.abort();
    this.#wakeBeat.abort();
  }

  #config(): Configuration {
    const { current } = this.#deps.configuration;
    if (!current) throw new Error("there is no configuration yet");
    return current;
  }

  /** The panel's, or while it is away the last good one; without either it is asked again and again. */
  async #firstConfiguration(): Promise<void> {
    const { api, configuration, log } = this.#deps;
    for (let failures = 1; !this.#ending.signal.aborted; failures++) {
      try {
        await configuration.fetch(api);
        this.#spreadMs = this.#config().reconnectSpreadMs ?? this.#spreadMs;
        this.#bridge.reconfigure(bridgeSettings(configuration.current));
        return;
      } catch (error) {
        if (this.#isFatal(error)) return;
        log.warn(`the configuration cannot be fetched: ${explain(error)}`);
        if (configuration.current) {
          log.info(`working with the last good one (${configuration.current.configVersion})`);
          return;
        }
        this.#reloadCredentials(error);
        await pause(retryPause(error, failures), this.#ending.signal);
      }
    }
  }

  #connect(): void {
    const { api, log } = this.#deps;
    this.#socket?.close();
    this.#socket = openSocket(this.#config(), api, {
      spreadMs: () => this.#spreadMs,
      onUp: () => {
        log.info("connected");
        void this.#drain();
      },
      onDown: (reason, ms) => {
        log.warn(`${reason}; tried again in ${(ms / 1000).toFixed(1)} s`);
        // The long poll begins when the socket would: it is as much of a flood.
        this.#pollFrom = Date.now() + Math.min(ms, 5_000 + reconnectPause(1, this.#spreadMs, Math.random()));
        this.#wakePoll.abort();
      },
      onDismissed: () => this.#wakeBeat.abort(),
      onEvent: (name, data) => this.#onEvent(name, data),
    });
  }

  #onEvent(name: string, data: unknown): void {
    const fields = (typeof data === "object" && data !== null ? data : {}) as Record<string, unknown>;
    if (name === "executor.command") {
      if (fields.claim === true) void this.#drain();
      else this.#runner.take(fields as DeliveredCommand);
    } else if (name === "executor.command-cancelled" && typeof fields.id === "string") {
      this.#runner.cancel(fields.id);
    } else if (name === "executor.config-changed") void this.#applyNewest();
    // Who pushes may be anybody who stole the realtime secret: the panel itself is asked.
    else if (name === "executor.revoked" || name === "executor.superseded") this.#wakeBeat.abort();
  }

  /** Fetches what waits, in its order. */
  async #drain(): Promise<void> {
    try {
      const { body } = await this.#deps.api.ask("GET", "/api/executor/commands");
      this.#takeAll(body);
    } catch (error) {
      if (!this.#isFatal(error)) this.#deps.log.warn(`commands cannot be fetched: ${explain(error)}`);
    }
  }

  #takeAll(body: unknown): void {
    const { items } = (body ?? {}) as { items?: DeliveredCommand[] };
    for (const command of items ?? []) this.#runner.take(command);
  }

  /** The way without WebSockets; rests while the socket is up. */
  async #poll(): Promise<void> {
    const { api, log } = this.#deps;
    let failures = 0;
    while (!this.#ending.signal.aborted) {
      this.#wakePoll = new AbortController();
      if (this.#socket?.isUp()) {
        await pause(60_000, this.#wakePoll.signal);
        continue;
      }
      const restMs = this.#pollFrom - Date.now();
      if (restMs > 0) {
        await pause(restMs, this.#ending.signal);
        continue;
      }
      try {
        const query = `?wait=25&after=${this.#journal.lastSeq}`;
        const { signal } = this.#ending;
        const { body } = await api.ask("GET", `/api/executor/commands${query}`, { signal, timeoutMs: 40_000 });
        this.#takeAll(body);
        failures = 0;
      } catch (error) {
        if (this.#ending.signal.aborted || this.#isFatal(error)) return;
        failures++;
        if (failures === 1) log.warn(`the long poll failed: ${explain(error)}`);
        await pause(retryPause(error, failures), this.#ending.signal);
      }
    }
  }

  async #beat(): Promise<void> {
    const { log } = this.#deps;
    let failures = 0;
    while (!this.#ending.signal.aborted) {
      this.#wakeBeat = new AbortController();
      let waitMs: number;
      try {
        waitMs = await this.#beatOnce();
        if (failures > 0) log.info("the panel answers again");
        failures = 0;
      } catch (error) {
        if (this.#isFatal(error)) return;
        failures++;
        if (failures === 1) log.warn(`the heartbeat failed: ${explain(error)}`);
        this.#reloadCredentials(error);
        waitMs = retryPause(error, failures);
      }
      this.#writeStatus(failures === 0);
      await pause(waitMs, AbortSignal.any([this.#wakeBeat.signal, this.#ending.signal]));
    }
  }

  async #beatOnce(): Promise<number> {
    const { api, log, configuration } = this.#deps;
    const figures = {
      queueLength: this.#runner.queueLength,
      bridgeQueue: this.#bridge.queueLength,
      bridgeConnected: this.#bridge.isConnected ? 1 : 0,
      commandsDone: this.#runner.counts.done,
      commandsFailed: this.#runner.counts.failed,
      socketConnected: this.#socket?.isUp() ? 1 : 0,
    };
    const { configVersion } = this.#config();
    const status = this.#status;
    const body = heartbeatBody({ status, configVersion, bootId: this.#bootId, fence: api.fence, figures });
    const sentAt = Date.now();
    const reply = (await api.ask("POST", "/api/executor/heartbeat", { body })).body as HeartbeatReply;
    api.fence = reply.fence;
    this.#spreadMs = reply.reconnectSpreadMs ?? this.#spreadMs;
    this.#clockSkewMs = Date.parse(reply.serverTime) - (sentAt + Date.now()) / 2;
    if (reply.clockMessage !== this.#clockMessage) {
      this.#clockMessage = reply.clockMessage;
      if (reply.clockMessage) log.warn(reply.clockMessage);
    }
    if (reply.configVersion !== configuration.current?.configVersion) void this.#applyNewest();
    else if (reply.pendingCommands > 0 && this.#runner.queueLength === 0) void this.#drain();
    return reply.nextIn;
  }

  /** Takes the newest configuration without a restart; returns its version. */
  async #applyNewest(): Promise<number> {
    const { api, configuration, log } = this.#deps;
    const before = this.#config();
    try {
      if (await configuration.fetch(api)) {
        const now = this.#config();
        this.#bridge.reconfigure(bridgeSettings(now));
        if (connectionOf(before) !== connectionOf(now)) this.#connect();
        log.info(`works with configuration ${now.configVersion}`);
      }
      this.#status = "ok";
    } catch (error) {
      if (!this.#isFatal(error)) {
        // The last good one stays; the panel sees that something is wrong.
        if (!(error instanceof PanelRefusal)) this.#status = "degraded";
        log.warn(`the new configuration was not taken: ${explain(error)}`);
      }
    }
    this.#wakeBeat.abort();
    return this.#config().configVersion;
  }

  #check(command: DeliveredCommand): string | null {
    const { executorId } = this.#config();
    const keys = this.#deps.configuration.trustedKeys;
    return refusalOfCommand(command, { executorId, keys, nowMs: Date.now() + this.#clockSkewMs });
  }

  #contextOf(signal: AbortSignal): CommandContext {
    return {
      signal,
      log: this.#deps.log,
      bridge: this.#bridge,
      commandTimeoutMs: this.#config().commandTimeoutMs,
      version: lightnodeExecutorVersion,
      reloadConfiguration: () => this.#applyNewest(),
      // Its result is journaled first, and told by this start or the next.
      restartSoon: () => setTimeout(() => this.end("restart"), 500),
    };
  }

  #isFatal(error: unknown): boolean {
    if (!(error instanceof PanelRefusal)) return false;
    if (error.code !== "executor_revoked" && error.code !== "executor_superseded") return false;
    this.#onFatal(error);
    return true;
  }

  #onFatal({ code }: PanelRefusal): void {
    this.end(code === "executor_revoked" ? "revoked" : "superseded");
  }

  /** A secret that the panel refuses may have been typed anew meanwhile, by `setup` next to this run. */
  #reloadCredentials(error: unknown): void {
    const { api, home, log } = this.#deps;
    if (!(error instanceof PanelRefusal) || error.status !== 401) return;
    try {
      const stored = loadCredentials(home);
      if (stored && stored.secret !== api.credentials.secret) {
        api.credentials = stored;
        log.info("took the new secret");
      }
    } catch (failure) {
      log.warn(explain(failure));
    }
  }

  #writeStatus(isAnswering: boolean): void {
    const { executorId, name, configVersion } = this.#config();
    writeStatus(this.#deps.home, {
      executorId,
      name,
      configVersion,
      pid: process.pid,
      version: lightnodeExecutorVersion,
      at: new Date().toISOString(),
      panel: isAnswering ? "answers" : "away",
      connection: this.#socket?.isUp() ? "socket" : "long poll",
      queueLength: this.#runner.queueLength,
      bridgeConnected: this.#bridge.isConnected,
      commandsDone: this.#runner.counts.done,
      commandsFailed: this.#runner.counts.failed,
      clock: this.#clockMessage,
    });
  }
}

function retryPause(error: unknown, failures: number): number {
  const asked = error instanceof PanelRefusal ? (error.retryAfterMs ?? 0) : 0;
  return asked * (1 + Math.random() / 2) + pauseAfter(failures, Math.random());
}

function bridgeSettings(config: Configuration | null): BridgeSettings {
  const limit = config?.settings.bridgeQueueLimit;
  const queueLimit = typeof limit === "number" && limit >= 0 ? limit : 1_000;
  return { host: config?.zmqHost ?? "127.0.0.1", port: config?.zmqPort ?? 5555, queueLimit };
}

const connectionOf = (config: Configuration): string =>
  JSON.stringify([
    config.pusherKey,
    config.pusherCluster,
    config.pusherHost,
    config.pusherPort,
    config.pusherTls,
    config.channel,
  ]);
