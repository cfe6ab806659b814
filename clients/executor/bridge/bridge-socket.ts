import type { Request } from "zeromq";
import type { Log } from "../log";
import { bridgeAddress } from "./address";
import { loadZeromq } from "./zeromq";

const maxMessageBytes = 1024 * 1024;

/** One REQ socket with its address, from creation to close. Tracks whether the other side is connected. */
export class BridgeSocket {
  readonly #options: { host: string; port: number; nativeDirectory: string; log: Log; onChange: () => void };
  #request: Request | null = null;
  #opening: Promise<void> | null = null;
  #watchers = new Set<() => void>();
  #isAsking = false;
  #isRetired = false;
  isConnected = false;
  isClosed = false;

  constructor(options: { host: string; port: number; nativeDirectory: string; log: Log; onChange: () => void }) {
    this.#options = options;
  }

  get #where(): string {
    const { host, port } = this.#options;
    return bridgeAddress(host, port);
  }

  open(): Promise<void> {
    this.#opening ??= this.#make();
    return this.#opening;
  }

  async #make(): Promise<void> {
    const zeromq = await loadZeromq(this.#options.nativeDirectory);
    if (this.isClosed) return;
    const request = new zeromq.Request({
      linger: 0,
      immediate: true,
      ipv6: true,
      reconnectInterval: 250,
      reconnectMaxInterval: 5_000,
      connectTimeout: 5_000,
      heartbeatInterval: 10_000,
      heartbeatTimeout: 20_000,
      maxMessageSize: maxMessageBytes,
    });
    this.#request = request;
    request.events.on("handshake", () => this.#set(true));
    request.events.on("disconnect", () => this.#set(false));
    request.connect(this.#where);
  }

  #set(isConnected: boolean): void {
    if (this.isClosed || this.isConnected === isConnected) return;
    this.isConnected = isConnected;
    this.#options.log[isConnected ? "info" : "warn"](
      `The bridge at ${this.#where} is ${isConnected ? "connected" : "disconnected"}.`,
    );
    this.#notifyWaiting();
  }

  #notifyWaiting(): void {
    for (const watcher of [...this.#watchers]) watcher();
    this.#options.onChange();
  }

  /** True when it is connected; false after the timeout, when it closes, or when the caller's signal ends. */
  async waitUntilConnected(ms: number, signal: AbortSignal): Promise<boolean> {
    await this.open();
    if (!this.isConnected && !this.isClosed) await this.#change(ms, signal);
    return this.isConnected && !this.isClosed && !this.#isRetired;
  }

  /** Resolves at the next change, after the time, or when the signal ends. */
  #change(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        this.#watchers.delete(end);
        signal.removeEventListener("abort", end);
        resolve();
      };
      const timer = setTimeout(end, Math.min(ms, 2 ** 31 - 1));
      this.#watchers.add(end);
      signal.addEventListener("abort", end);
      if (signal.aborted) end();
    });
  }

  /** Sends and waits for the answer. After an error the socket must not be used again. */
  async ask(message: string, timeoutMs: number, signal: AbortSignal): Promise<Buffer[]> {
    const request = this.#request;
    if (!request) throw new Error("The bridge is closed.");
    this.#isAsking = true;
    const settled = new AbortController();
    const deadline = performance.now() + timeoutMs;
    try {
      const interrupted = this.#interruption(deadline, timeoutMs, AbortSignal.any([signal, settled.signal]));
      const answer = request.send(message).then(() => request.receive());
      // Closing the socket rejects what still waits on it.
      answer.catch(() => {});
      return await Promise.race([answer, interrupted]);
    } finally {
      settled.abort();
      this.#isAsking = false;
      if (this.#isRetired) this.close();
    }
  }

  /** Rejects with the reason why no answer will come. */
  async #interruption(deadline: number, timeoutMs: number, signal: AbortSignal): Promise<never> {
    while (!signal.aborted && this.isConnected && !this.isClosed && performance.now() < deadline) {
      await this.#change(deadline - performance.now() + 1, signal);
    }
    if (signal.aborted) throw new Error("It was cancelled; it may or may not have reached the bridge.");
    if (!this.isConnected || this.isClosed) {
      throw new Error("The connection to the bridge broke; the message may or may not have had an effect.");
    }
    throw new Error(`The bridge did not answer within ${timeoutMs} ms; the message may or may not have had an effect.`);
  }

  /** Closes it as soon as no request is in progress. */
  retire(): void {
    this.#isRetired = true;
    if (!this.#isAsking) this.close();
  }

  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.isConnected = false;
    this.#request?.close();
    this.#request = null;
    this.#notifyWaiting();
  }
}
