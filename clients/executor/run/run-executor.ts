import { randomUUID } from "node:crypto";
import { Bridge } from "../bridge/bridge";
import { ConfigStore } from "../config/config-store";
import { type EffectiveConfig, effectiveConfig } from "../config/effective-config";
import type { ManualSettings } from "../config/manual-settings";
import type { Home } from "../home";
import type { Log } from "../log";
import { PanelClient, type Refusal } from "../panel/panel-client";
import { pause } from "../retry";
import { type Ending, messageOf } from "../stop";
import { loadCredentials, wipeCredentials } from "../store/credentials";
import { isDiskFull } from "../system/disk";
import { ConfigFollower } from "./config-follower";
import { CredentialsWatch } from "./credentials-watch";
import { Heartbeat, type HeartbeatAnswer } from "./heartbeat";
import { answerEvent, endingOf } from "./panel-events";
import { Realtime } from "./realtime";
import { releaseMemoryAfterStart } from "./release-memory";
import { StatusFile, statusOf } from "./status-file";
import { makeWork, type Work } from "./work";

/** How long the first socket may take before commands are asked for instead. */
const firstSocketMs = 1_500;
/** A push makes this executor fetch its configuration; at most once per this time, as pushes are not trusted. */
const keysEveryMs = 60_000;

export type RunOptions = {
  home: Home;
  identity: { key: string; secret: string };
  url: string;
  /** The address that was given with the start, if one was: it wins over what setup stores. */
  givenUrl?: string | undefined;
  manual: ManualSettings;
  log: Log;
  signal: AbortSignal;
};

/**
 * One run of the executor, from its credentials to the reason why it ended. Owns what is connected, when the panel is
 * asked, and what follows from each answer; the commands themselves are in the neighbouring folders.
 */
export function runExecutor(options: RunOptions): Promise<Ending> {
  return new Run(options).toTheEnd();
}

class Run {
  readonly #options: RunOptions;
  readonly #client: PanelClient;
  readonly #store: ConfigStore;
  readonly #follower: ConfigFollower;
  readonly #bridge: Bridge;
  readonly #heartbeat: Heartbeat;
  readonly #realtime: Realtime;
  readonly #status: StatusFile;
  readonly #controller = new AbortController();
  readonly #reporting = new AbortController();
  readonly #startedAt = new Date();
  readonly #credentials: CredentialsWatch;
  readonly #ended: Promise<Ending>;
  #end: (ending: Ending) => void = () => {};
  #ending: Ending | null = null;
  #config: EffectiveConfig | null = null;
  #work: Work | null = null;
  #lastHeartbeatAt: string | null = null;
  #wasConnected = false;
  #failure: string | null = null;
  #keysAskedAt = Number.NEGATIVE_INFINITY;

  constructor(options: RunOptions) {
    const { home, identity, url, log } = options;
    this.#options = options;
    this.#credentials = new CredentialsWatch(home, options.givenUrl);
    this.#ended = new Promise((resolve) => {
      this.#end = (ending) => {
        this.#ending ??= ending;
        resolve(this.#ending);
        this.#controller.abort();
      };
    });
    const reload = () => loadCredentials(home);
    this.#client = new PanelClient({ url, identity, reload, onRefusal: (refusal) => this.#onRefusal(refusal) });
    this.#store = new ConfigStore(home, this.#client);
    const { signal } = this.#controller;
    this.#follower = new ConfigFollower({ store: this.#store, log, signal, onConfig: () => this.#apply() });
    this.#bridge = new Bridge({ nativeDirectory: home.native, log, onChange: () => this.#onBridge() });
    this.#heartbeat = new Heartbeat({
      client: this.#client,
      bootId: randomUUID(),
      facts: () => this.#facts(),
      manualIntervalMs: () => options.manual.heartbeatIntervalMs,
      onAnswer: (answer) => this.#onHeartbeat(answer),
      onFailure: (reason) => this.#onHeartbeatFailure(reason),
    });
    this.#realtime = new Realtime(this.#client, log, {
      onEvent: (event, data) => this.#onEvent(event, data),
      onUp: () => this.#onUp(),
      onDown: () => this.#onDown(),
    });
    this.#status = new StatusFile(home, () => this.#read());
  }

  async toTheEnd(): Promise<Ending> {
    const { signal, log } = this.#options;
    const stop = () => this.#end({ kind: "stopped" });
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { once: true });
    this.#status.write();
    releaseMemoryAfterStart();
    void this.#start().catch((error) => {
      if (!this.#controller.signal.aborted) this.#end({ kind: "failed", message: messageOf(error) });
    });
    const ending = await this.#ended;
    signal.removeEventListener("abort", stop);
    await this.#close(ending);
    if (ending.kind === "failed") log.error(ending.message);
    return ending;
  }

  async #start(): Promise<void> {
    await this.#follower.start();
    void this.#heartbeat.beatNow();
    await this.#work?.intake.recover();
  }

  /** What follows from the configuration in the store; the first time, everything. */
  #apply(): void {
    const { config } = this.#store;
    if (!config || this.#controller.signal.aborted) return;
    const before = this.#config;
    this.#config = effectiveConfig(config, this.#options.manual);
    this.#work ??= this.#makeWork(config.executorId);
    this.#work.intake.forgetRefusals();
    this.#bridge.configure({ host: this.#config.zmqHost, port: this.#config.zmqPort });
    // From the start, so that a bridge that is not there is seen before a command needs it.
    if (config.features.bridge !== false) this.#bridge.open();
    this.#realtime.configure(this.#config);
    // The first connect is given a moment before the panel is asked in its place.
    if (!before) void pause(firstSocketMs, this.#controller.signal).then(() => this.#pollUnlessUp(0));
    this.#status.touch();
    if (before?.configVersion === config.configVersion) return;
    this.#options.log.info(`Configuration ${config.configVersion} is active.`);
    if (before) this.#heartbeat.beatWithin(1_000);
  }

  #makeWork(executorId: string): Work {
    const { home, log } = this.#options;
    return makeWork({
      home,
      executorId,
      client: this.#client,
      bridge: this.#bridge,
      log,
      signal: this.#controller.signal,
      reporting: this.#reporting.signal,
      config: () => this.#requireConfig(),
      reloadConfig: () => this.#reload(),
      onUnknownKey: () => void this.#askForKeys(),
      onRestart: () => this.#end({ kind: "restart" }),
    });
  }

  #requireConfig(): EffectiveConfig {
    if (!this.#config) throw new Error("There is no configuration yet.");
    return this.#config;
  }

  async #reload(): Promise<number> {
    await this.#follower.reload();
    return this.#requireConfig().configVersion;
  }

  /** The panel's keys may have changed without the configuration's number. What was refused is asked for again. */
  async #askForKeys(): Promise<void> {
    if (performance.now() - this.#keysAskedAt < keysEveryMs) return;
    this.#keysAskedAt = performance.now();
    await this.#follower.refresh();
    await this.#work?.list.drain();
  }

  /** Refusals that end the run, wherever they came from. */
  #onRefusal(refusal: Refusal): void {
    const ending = endingOf(refusal);
    if (ending) this.#end(ending);
  }

  #onEvent(event: string, data: unknown): void {
    const work = this.#work;
    if (!work) return;
    answerEvent(event, data, {
      work,
      follower: this.#follower,
      configVersion: this.#config?.configVersion,
      fence: this.#client.fence,
      // A stolen realtime secret would be enough to push these: the panel is asked, and only its refusal ends the run.
      askPanel: () => void this.#heartbeat.beatNow(),
      onFailure: (error) => this.#options.log.error(messageOf(error)),
    });
  }

  #onUp(): void {
    this.#work?.list.stopPolling();
    this.#work?.intake.forgetRefusals();
    void this.#work?.list.drain();
    this.#status.touch();
  }

  #onDown(): void {
    this.#status.touch();
    this.#pollUnlessUp(Math.random() * Math.min(10_000, this.#realtime.spreadMs));
  }

  #pollUnlessUp(afterMs: number): void {
    if (!this.#realtime.isUp && !this.#controller.signal.aborted) this.#work?.list.startPolling(afterMs);
  }

  #onHeartbeat(answer: HeartbeatAnswer): void {
    if (this.#failure) this.#options.log.info("The panel answers again.");
    this.#failure = null;
    this.#realtime.spreadMs = answer.reconnectSpreadMs ?? this.#realtime.spreadMs;
    if (answer.clockMessage && this.#lastHeartbeatAt === null) this.#options.log.warn(answer.clockMessage);
    this.#lastHeartbeatAt = new Date().toISOString();
    if (answer.configVersion !== this.#config?.configVersion) void this.#follower.refresh();
    if (answer.pendingCommands > 0 && this.#work?.execution.queueLength === 0) void this.#work.list.drain();
    void this.#work?.intake.beginSession(answer.fence);
    this.#work?.intake.onPanelUp().catch((error) => this.#options.log.error(messageOf(error)));
    void this.#onCredentialsChanged();
    this.#status.touch();
  }

  async #onCredentialsChanged(): Promise<void> {
    if (await this.#credentials.areOthersThan(this.#client)) this.#end({ kind: "restart" });
  }

  #onHeartbeatFailure(reason: string): void {
    if (reason !== this.#failure) this.#options.log.warn(reason);
    this.#failure = reason;
    this.#status.touch();
  }

  /** The panel shows whether the bridge is connected: a change is reported at once, not with the next heartbeat. */
  #onBridge(): void {
    this.#status.touch();
    if (this.#bridge.isConnected === this.#wasConnected) return;
    this.#wasConnected = this.#bridge.isConnected;
    if (this.#lastHeartbeatAt !== null) this.#heartbeat.beatWithin(1_000);
  }

  /** It runs, and something that it needs is missing: roll-outs stop at that. */
  #isDegraded(): boolean {
    return this.#follower.refused !== null || this.#bridge.isWaiting || isDiskFull(this.#options.home.directory);
  }

  #facts() {
    const execution = this.#work?.execution;
    return {
      status: this.#isDegraded() ? ("degraded" as const) : ("ok" as const),
      configVersion: this.#config?.configVersion ?? 0,
      metrics: {
        queueLength: execution?.queueLength ?? 0,
        bridgeConnected: this.#bridge.isConnected ? 1 : 0,
        commandsDone: execution?.done ?? 0,
        commandsFailed: execution?.failed ?? 0,
      },
    };
  }

  #read() {
    return statusOf({
      ending: this.#ending,
      startedAt: this.#startedAt,
      url: this.#client.url,
      key: this.#client.key,
      config: this.#config,
      connection: this.#realtime.isUp ? "socket" : this.#work?.list.isUp ? "long poll" : "none",
      lastHeartbeatAt: this.#lastHeartbeatAt,
      failure: this.#failure,
      refused: this.#follower.refused,
      metrics: this.#facts().metrics,
    });
  }

  async #close(ending: Ending): Promise<void> {
    this.#heartbeat.stop();
    this.#realtime.close();
    this.#work?.list.stopPolling();
    const isObeyed = ending.kind === "stopped" || ending.kind === "restart";
    await this.#work?.execution.stop(isObeyed ? 10_000 : 0);
    if (ending.kind === "superseded") await this.#work?.execution.abandon();
    if (ending.kind !== "revoked") await this.#work?.reporter.flush(2_000);
    this.#reporting.abort();
    this.#bridge.close();
    await this.#work?.journal.close();
    if (ending.kind === "revoked") wipeCredentials(this.#options.home);
    this.#status.write();
  }
}
