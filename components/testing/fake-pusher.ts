type Listener = (data: unknown) => void;
type GlobalListener = (event: string, data: unknown) => void;

class FakeChannel {
  readonly name: string;
  subscribed = false;
  readonly #listeners = new Set<GlobalListener>();

  constructor(name: string) {
    this.name = name;
  }

  bind_global(listener: GlobalListener): void {
    this.#listeners.add(listener);
  }

  unbind_all(): void {
    this.#listeners.clear();
  }

  emit(event: string, data: unknown): void {
    for (const listener of this.#listeners) listener(event, data);
  }
}

/**
 * Stands in for the library pusher-js: `vi.mock("pusher-js", …)` in a test file. The test decides when the connection
 * is there, and which events arrive; the code of the panel above it is the real one.
 */
export class FakePusher {
  static current: FakePusher | null = null;
  readonly channels = new Map<string, FakeChannel>();
  readonly #onState = new Set<Listener>();
  readonly connection = {
    state: "connecting",
    bind: (_event: string, listener: Listener) => void this.#onState.add(listener),
    unbind: (_event: string, listener: Listener) => void this.#onState.delete(listener),
  };

  constructor() {
    FakePusher.current = this;
  }

  signin(): void {}

  connect(): void {
    this.state("connecting");
  }

  disconnect(): void {
    this.state("disconnected");
  }

  subscribe(name: string): FakeChannel {
    const channel = this.channels.get(name) ?? new FakeChannel(name);
    this.channels.set(name, channel);
    return channel;
  }

  unsubscribe(name: string): void {
    this.channels.delete(name);
  }

  /** Changes the state of the connection; "connected" also answers every subscription. */
  state(current: string): void {
    const { state: previous } = this.connection;
    this.connection.state = current;
    for (const listener of this.#onState) listener({ previous, current });
    if (current !== "connected") return;
    for (const channel of this.channels.values()) {
      channel.subscribed = true;
      channel.emit("pusher:subscription_succeeded", {});
    }
  }

  emit(channel: string, event: string, data: unknown): void {
    this.channels.get(channel)?.emit(event, data);
  }
}
