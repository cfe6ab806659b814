import type PusherClass from "pusher-js";
import type { Channel } from "pusher-js";
import Pusher from "pusher-js";
import { defaultReconnectSpreadMs, type EffectiveConfig, isRealtimeChanged } from "../config/effective-config";
import type { Log } from "../log";
import type { PanelClient } from "../panel/panel-client";
import { fleetReturn, waitAfter } from "../panel/persistently";
import { reconnectDelayMs } from "../retry";
import { messageOf } from "../stop";

export type RealtimeHandlers = {
  onEvent(event: string, data: unknown): void;
  /** Subscribed and signed in: pushes arrive. */
  onUp(): void;
  onDown(): void;
};

const events = [
  "executor.command",
  "executor.command-cancelled",
  "executor.config-changed",
  "executor.revoked",
  "executor.superseded",
];

/**
 * The socket, through the official client. That returns after exactly a second, and with it every other executor; so it
 * never reconnects by itself: a lost connection is closed here and opened again after a random time.
 */
export class Realtime {
  readonly #client: PanelClient;
  readonly #log: Log;
  readonly #handlers: RealtimeHandlers;
  #pusher: PusherClass | null = null;
  #config: EffectiveConfig | null = null;
  #attempt = 0;
  #timer: NodeJS.Timeout | null = null;
  #lastError: unknown = null;
  #connect: () => void = () => {};
  isUp = false;
  #spreadMs = defaultReconnectSpreadMs;

  constructor(client: PanelClient, log: Log, handlers: RealtimeHandlers) {
    this.#client = client;
    this.#log = log;
    this.#handlers = handlers;
  }

  /** The time over which the fleet is to reconnect. */
  get spreadMs(): number {
    return this.#spreadMs;
  }

  set spreadMs(ms: number) {
    this.#spreadMs = ms;
    fleetReturn.spreadMs = ms;
  }

  /** Connects, or reconnects when the configuration requires it. */
  configure(config: EffectiveConfig): void {
    const before = this.#config;
    this.#config = config;
    this.spreadMs = config.reconnectSpreadMs;
    if (before && this.#pusher && !isRealtimeChanged(before, config)) return;
    this.#dropConnection();
    this.#attempt = 0;
    this.#open(config);
  }

  close(): void {
    this.#config = null;
    this.#dropConnection();
  }

  /** The client keeps each instance in a list for ever, so there is one for a configuration, not for a connection. */
  #open(config: EffectiveConfig): void {
    const pusher = new Pusher(config.pusherKey, this.#optionsOf(config));
    this.#pusher = pusher;
    this.#connect = this.#gate(pusher);
    pusher.connection.bind("state_change", ({ previous, current }: { previous: string; current: string }) => {
      if (this.#pusher !== pusher) return;
      if (current === "unavailable" || current === "failed") this.#lost("it does not answer");
      else if (previous === "connected") this.#lost("the connection ended");
    });
    pusher.connection.bind("connecting_in", () => {
      if (this.#pusher === pusher) this.#lost("it cannot be opened");
    });
    pusher.connection.bind("error", (error: unknown) => {
      this.#lastError = error;
    });
    pusher.signin();
    const channel = pusher.subscribe(config.channel);
    channel.bind("pusher:subscription_succeeded", () => this.#up());
    channel.bind("pusher:subscription_error", () => {
      if (this.#pusher === pusher) this.#lost("the panel does not let it into its channel");
    });
    this.#bind(channel);
  }

  /**
   * Lets the library connect only when we say so: it retries along several ways, some of them twice, after a second or
   * at once, and each would bring a whole fleet back in the same instant. Returns how we connect.
   */
  #gate(pusher: PusherClass): () => void {
    const { connection } = pusher;
    const connect = connection.connect.bind(connection);
    connection.connect = () => {
      if (this.#pusher === pusher) this.#lost("the connection ended");
    };
    return connect;
  }

  #bind(channel: Channel): void {
    for (const event of events) channel.bind(event, (data: unknown) => this.#handlers.onEvent(event, data));
  }

  #optionsOf(config: EffectiveConfig) {
    const port = config.pusherPort;
    const host =
      config.pusherHost === undefined ? {} : { wsHost: config.pusherHost, wsPort: port ?? 80, wssPort: port ?? 443 };
    return {
      cluster: config.pusherCluster,
      ...host,
      forceTLS: config.pusherTls,
      enabledTransports: ["ws" as const, "wss" as const],
      enableStats: false,
      // A connection that ended silently (a cable, a firewall) is noticed within five seconds.
      activityTimeout: 3_000,
      pongTimeout: 1_500,
      unavailableTimeout: 10_000,
      channelAuthorization: {
        endpoint: "",
        transport: "ajax" as const,
        customHandler: (asked: { socketId: string; channelName: string }, done: Done) =>
          this.#authorise("/api/pusher/auth", { socket_id: asked.socketId, channel_name: asked.channelName }, done),
      },
      userAuthentication: {
        endpoint: "",
        transport: "ajax" as const,
        customHandler: (asked: { socketId: string }, done: Done) =>
          this.#authorise("/api/pusher/user-auth", { socket_id: asked.socketId }, done),
      },
    };
  }

  #authorise(path: string, form: Record<string, string>, done: Done): void {
    this.#client.json(path, { form }).then(
      (data) => done(null, data as never),
      (error: unknown) => {
        this.#lastError = error;
        done(error instanceof Error ? error : new Error(String(error)), null);
        // Without the sign-in it would receive no revocation.
        if (path.endsWith("user-auth")) this.#lost(messageOf(error));
      },
    );
  }

  #up(): void {
    this.isUp = true;
    this.#attempt = 0;
    this.#lastError = null;
    this.#log.info("The socket is open.");
    this.#handlers.onUp();
  }

  #lost(reason: string): void {
    const pusher = this.#pusher;
    if (!pusher || this.#timer) return;
    const wasUp = this.isUp;
    this.isUp = false;
    const attempt = this.#attempt++;
    const delay = Math.max(
      reconnectDelayMs(attempt, Math.random(), this.spreadMs),
      // A refusal of the panel says how long to wait.
      this.#lastError instanceof Error && "retryAfterSeconds" in this.#lastError
        ? waitAfter(this.#lastError, attempt, Math.random())
        : 0,
    );
    if (wasUp || attempt === 0)
      this.#log.warn(`The socket is closed (${reason}); it is tried again, and commands are asked for meanwhile.`);
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#connect();
      // After the disconnecting below, however short the delay is.
    }, delay + 50);
    // Not within the client's own change of state, which would go on and open another connection.
    setImmediate(() => {
      if (this.#timer) pusher.disconnect();
    });
    if (wasUp || attempt === 0) this.#handlers.onDown();
  }

  #dropConnection(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    const pusher = this.#pusher;
    this.#pusher = null;
    const wasUp = this.isUp;
    this.isUp = false;
    if (!pusher) return;
    pusher.unbind_all();
    pusher.disconnect();
    const { instances } = Pusher as unknown as { instances: PusherClass[] };
    const at = instances.indexOf(pusher);
    if (at >= 0) instances.splice(at, 1);
    if (wasUp) this.#handlers.onDown();
  }
}

type Done = (error: Error | null, data: never | null) => void;
