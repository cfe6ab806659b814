import type Pusher from "pusher-js";
import type { Channel, Options } from "pusher-js";
import type { PublicRealtimeConfig } from "@/lib/realtime/contract";
import { type RealtimeState, watchConnection } from "./watch-connection";

export type ChannelListener = {
  event: string;
  onEvent(data: unknown): void;
  /**
   * The channel is subscribed, for this listener or before for others: events since the page was rendered may have been
   * missed.
   */
  onSubscribed?(): void;
  /**
   * Subscribed again after the connection was lost or refused, or for the first time but late: events in the meantime
   * were missed.
   */
  onReconnect?(): void;
};

export type RealtimeClientOptions = {
  config: PublicRealtimeConfig;
  channelAuthEndpoint: string;
  /** When given, the connection signs in, so that the server can close it when the user's sessions are revoked. */
  userAuthEndpoint?: string;
};

type Entry = {
  channel: Channel | null;
  listeners: Map<ChannelListener, { subscribed: boolean; sinceMs: number }>;
  linger?: ReturnType<typeof setTimeout>;
};

/** A subscription takes a fifth of a second; after this long a page that was rendered before it may be out of date. */
const lateMs = 1000;
/** The next page often uses the same channel: the subscription is kept for this long. */
const lingerMs = 1000;

/**
 * One connection, opened by the first listener. The library is fetched then too, so pages without listeners do not
 * carry it. Several listeners of a channel share one subscription.
 */
export class RealtimeClient {
  readonly #options: RealtimeClientOptions;
  readonly #entries = new Map<string, Entry>();
  readonly #stateListeners = new Set<() => void>();
  #pusher: Pusher | null = null;
  #opening: symbol | null = null;
  #stopWatching: () => void = () => {};
  #state: RealtimeState = "connecting";

  constructor(options: RealtimeClientOptions) {
    this.#options = options;
  }

  readonly getState = (): RealtimeState => this.#state;

  readonly onStateChange = (listener: () => void): (() => void) => {
    this.#stateListeners.add(listener);
    return () => this.#stateListeners.delete(listener);
  };

  /** Returns a function that unsubscribes. */
  listen(channelName: string, listener: ChannelListener): () => void {
    const entry: Entry = this.#entries.get(channelName) ?? { channel: null, listeners: new Map() };
    this.#entries.set(channelName, entry);
    clearTimeout(entry.linger);
    const subscribed = entry.channel?.subscribed ?? false;
    entry.listeners.set(listener, { subscribed, sinceMs: performance.now() });
    if (subscribed) queueMicrotask(() => entry.listeners.has(listener) && listener.onSubscribed?.());
    if (this.#pusher) this.#subscribe(this.#pusher, channelName, entry);
    else void this.#open();
    return () => {
      entry.listeners.delete(listener);
      if (entry.listeners.size > 0) return;
      clearTimeout(entry.linger);
      entry.linger = setTimeout(() => this.#leave(channelName, entry), lingerMs);
    };
  }

  /** Reconnects after the server terminated the connection, when the person is signed in again. */
  reconnect(): void {
    this.#pusher?.connect();
  }

  /** Closes the connection; a later listener opens a new one. */
  close(): void {
    for (const entry of this.#entries.values()) clearTimeout(entry.linger);
    this.#entries.clear();
    this.#opening = null;
    this.#stopWatching();
    this.#pusher?.disconnect();
    this.#pusher = null;
    this.#setState("connecting");
  }

  async #open(): Promise<void> {
    if (this.#opening) return;
    const opening = Symbol("opening");
    this.#opening = opening;
    let library: { default: typeof Pusher };
    try {
      library = await import("pusher-js");
    } catch {
      // Offline, or a new version was deployed: the next listener tries again.
      if (this.#opening === opening) this.#opening = null;
      this.#setState("unavailable");
      return;
    }
    if (this.#opening !== opening) return;
    const pusher = new library.default(this.#options.config.key, pusherOptions(this.#options));
    this.#pusher = pusher;
    this.#stopWatching = watchConnection(pusher, (state) => this.#setState(state));
    if (this.#options.userAuthEndpoint) pusher.signin();
    for (const [name, entry] of this.#entries) this.#subscribe(pusher, name, entry);
  }

  #subscribe(pusher: Pusher, name: string, entry: Entry): void {
    if (entry.channel) return;
    const channel = pusher.subscribe(name);
    entry.channel = channel;
    channel.bind_global((event: string, data: unknown) => {
      if (event === "pusher:subscription_succeeded") notifySubscribed(entry);
      // The right to the channel ended: the page may show data that no longer exists or that this person may no longer
      // see.
      if (event === "pusher:subscription_error")
        for (const listener of entry.listeners.keys()) listener.onReconnect?.();
      for (const listener of [...entry.listeners.keys()]) {
        if (listener.event === event) listener.onEvent(data);
      }
    });
  }

  #leave(name: string, entry: Entry): void {
    if (this.#entries.get(name) !== entry) return;
    this.#entries.delete(name);
    entry.channel?.unbind_all();
    this.#pusher?.unsubscribe(name);
  }

  #setState(state: RealtimeState): void {
    if (this.#state === state) return;
    this.#state = state;
    for (const listener of [...this.#stateListeners]) listener();
  }
}

function notifySubscribed(entry: Entry): void {
  for (const [listener, progress] of [...entry.listeners]) {
    const isFirst = !progress.subscribed;
    progress.subscribed = true;
    if (isFirst) listener.onSubscribed?.();
    if (!isFirst || performance.now() - progress.sinceMs > lateMs) listener.onReconnect?.();
  }
}

/** `enabledTransports` keeps the library from falling back to Pusher's own hosts, which would disclose our app key. */
function pusherOptions({ config, channelAuthEndpoint, userAuthEndpoint }: RealtimeClientOptions): Options {
  const address = {
    wsHost: config.wsHost ?? globalThis.location?.hostname,
    wsPort: config.wsPort,
    wssPort: config.wsPort,
  };
  return {
    cluster: config.cluster,
    forceTLS: config.forceTLS,
    enabledTransports: ["ws", "wss"],
    enableStats: false,
    channelAuthorization: { endpoint: channelAuthEndpoint, transport: "ajax" },
    ...(userAuthEndpoint ? { userAuthentication: { endpoint: userAuthEndpoint, transport: "ajax" } } : {}),
    ...(config.hosted ? {} : address),
  };
}
