import type { Request } from "zeromq";

/**
 * The ZeroMQ side: REQ to one peer, one message at a time in the order they came. A REQ socket that got no answer is
 * stuck for good, so it is closed and made anew. While the peer is away messages wait, up to a cap and their own time.
 */
export type BridgeSettings = { host: string; port: number; queueLimit: number };
export type BridgeMessage = { message: string; timeoutMs: number; signal: AbortSignal };

type Waiting = BridgeMessage & { resolve(reply: string): void; reject(error: Error): void };

export class Bridge {
  #settings: BridgeSettings;
  #socket: Request | null = null;
  #connected = false;
  #busy = false;
  readonly #queue: Waiting[] = [];
  readonly #home: string;

  /** `home`: where the native part of ZeroMQ is unpacked to. */
  constructor(settings: BridgeSettings, home: string) {
    this.#settings = settings;
    this.#home = home;
  }

  get isConnected(): boolean {
    return this.#connected;
  }

  get queueLength(): number {
    return this.#queue.length + (this.#busy ? 1 : 0);
  }

  /** Another peer from the next message on; what is under way ends where it began. */
  reconfigure(settings: BridgeSettings): void {
    const isSame = settings.host === this.#settings.host && settings.port === this.#settings.port;
    this.#settings = settings;
    if (!isSame && !this.#busy) this.#drop();
  }

  /** The peer's answer. Rejects when the queue is full, the time is over, or the signal comes. */
  send(request: BridgeMessage): Promise<string> {
    if (this.#queue.length >= this.#settings.queueLimit) {
      return Promise.reject(new Error(`The bridge's queue is full (${this.#settings.queueLimit}).`));
    }
    return new Promise((resolve, reject) => {
      this.#queue.push({ ...request, resolve, reject });
      void this.#work();
    });
  }

  close(): void {
    for (const waiting of this.#queue.splice(0)) waiting.reject(new Error("The executor stops."));
    this.#drop();
  }

  async #work(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    for (let next = this.#queue.shift(); next; next = this.#queue.shift()) {
      try {
        next.resolve(await this.#exchange(next));
      } catch (error) {
        this.#drop();
        next.reject(error as Error);
      }
    }
    this.#busy = false;
  }

  async #exchange({ message, timeoutMs, signal }: BridgeMessage): Promise<string> {
    if (signal.aborted) throw new Error("It was cancelled.");
    const socket = await this.#open();
    const { host, port } = this.#settings;
    socket.sendTimeout = timeoutMs;
    socket.receiveTimeout = timeoutMs;
    const onAbort = () => this.#drop();
    signal.addEventListener("abort", onAbort);
    try {
      await socket.send(message);
      const [reply] = await socket.receive();
      return String(reply);
    } catch (error) {
      if (signal.aborted) throw new Error("It was cancelled; the message may have arrived.");
      const isTimeout = (error as NodeJS.ErrnoException).code === "EAGAIN";
      if (!isTimeout) throw error;
      const where = `tcp://${host}:${port}`;
      throw new Error(
        this.#connected
          ? `${where} took the message and did not answer within ${timeoutMs} ms.`
          : `Nothing listens at ${where}: start the ZeroMQ side, or correct host and port in the panel.`,
      );
    } finally {
      signal.removeEventListener("abort", onAbort);
    }
  }

  async #open(): Promise<Request> {
    if (this.#socket) return this.#socket;
    const { loadZeroMq } = await import("./load-zeromq");
    const zeroMq = await loadZeroMq(this.#home);
    const socket = new zeroMq.Request({ linger: 0, reconnectInterval: 200, reconnectMaxInterval: 5_000 });
    socket.events.on("handshake", () => {
      this.#connected = true;
    });
    socket.events.on("disconnect", () => {
      this.#connected = false;
    });
    const host = this.#settings.host.includes(":") ? `[${this.#settings.host}]` : this.#settings.host;
    socket.connect(`tcp://${host}:${this.#settings.port}`);
    this.#socket = socket;
    return socket;
  }

  #drop(): void {
    this.#socket?.close();
    this.#socket = null;
    this.#connected = false;
  }
}
