import { setTimeout as later } from "node:timers";
import type { Log } from "../log";
import { messageOf } from "../stop";
import { bridgeAddress } from "./address";
import { BridgeSocket } from "./bridge-socket";

export type BridgeReply = { reply: string } | { replyBase64: string } | { replies: string[] };
export type SendOptions = {
  /** For the answer, from when the message was passed on. */
  timeoutMs: number;
  /** How long it may wait for its turn and for the bridge. */
  waitMs: number;
  signal: AbortSignal;
  /**
   * Checks, once the bridge is connected, whether the command is still wanted. True when that took time; throws when it
   * is not.
   */
  confirm(): Promise<boolean>;
  /** From here on it may have had an effect. */
  beforeSend(): Promise<void>;
  onWaiting(): void;
};
export type BridgeAddress = { host: string; port: number };

const reportWaitingAfterMs = 1_000;

/**
 * The connection to the ZeroMQ side: REQ, one request at a time, in order. Requests wait while the bridge is
 * disconnected. A REQ socket that lost an answer cannot send again: after a timeout it is closed and replaced by a new
 * one.
 */
export class Bridge {
  readonly #options: { nativeDirectory: string; log: Log; onChange: () => void };
  #address: BridgeAddress = { host: "127.0.0.1", port: 5555 };
  #socket: BridgeSocket | null = null;
  #chain: Promise<unknown> = Promise.resolve();
  #isOpenWanted = false;
  #isClosed = false;
  /** A request waits because the bridge is not connected. */
  isWaiting = false;

  constructor(options: { nativeDirectory: string; log: Log; onChange: () => void }) {
    this.#options = options;
  }

  get isConnected(): boolean {
    return this.#socket?.isConnected ?? false;
  }

  /** Switches to a new address at run time; a request in progress finishes on the old one. */
  configure(address: BridgeAddress): void {
    const { host, port } = this.#address;
    this.#address = address;
    if ((host === address.host && port === address.port) || !this.#socket) return;
    this.#options.log.info(`The bridge moves to ${bridgeAddress(address.host, address.port)}.`);
    this.#socket.retire();
    this.#socket = null;
    if (this.#isOpenWanted) this.open();
  }

  /** Connects before there is anything to send. */
  open(): void {
    this.#isOpenWanted = true;
    void this.#open().catch((error) => this.#options.log.error(messageOf(error)));
  }

  close(): void {
    this.#isClosed = true;
    this.#socket?.close();
    this.#socket = null;
  }

  /** The answer; throws with the reason, and whether the message may have reached the bridge. */
  send(message: string, options: SendOptions): Promise<BridgeReply> {
    const deadline = performance.now() + options.waitMs;
    const turn = this.#chain.then(() => this.#exchange(message, { ...options, waitMs: deadline - performance.now() }));
    const notified = turn.finally(() => this.#options.onChange());
    this.#chain = notified.catch(() => {});
    return notified;
  }

  async #exchange(message: string, options: SendOptions): Promise<BridgeReply> {
    const { signal, waitMs, timeoutMs, confirm, beforeSend, onWaiting } = options;
    const deadline = performance.now() + waitMs;
    let socket = await this.#connected(waitMs, signal, onWaiting);
    // The bridge may be disconnected again after the check.
    while (await confirm()) socket = await this.#connected(deadline - performance.now(), signal, onWaiting);
    await beforeSend();
    try {
      return replyOf(await socket.ask(message, timeoutMs, signal));
    } catch (error) {
      if (this.#socket === socket) this.#socket = null;
      socket.close();
      if (this.#isOpenWanted) this.open();
      throw error;
    }
  }

  /** The socket, once the other side is connected; follows a change of address meanwhile. */
  async #connected(waitMs: number, signal: AbortSignal, onWaiting: () => void): Promise<BridgeSocket> {
    const deadline = performance.now() + waitMs;
    const timer = later(() => {
      this.isWaiting = true;
      this.#options.onChange();
      onWaiting();
    }, reportWaitingAfterMs);
    try {
      for (;;) {
        signal.throwIfAborted();
        const leftMs = deadline - performance.now();
        const { host, port } = this.#address;
        if (leftMs <= 0)
          throw new Error(`The bridge at ${bridgeAddress(host, port)} could not be reached in time; nothing was sent.`);
        const socket = await this.#open();
        if (await socket.waitUntilConnected(leftMs, signal)) return socket;
      }
    } finally {
      clearTimeout(timer);
      this.isWaiting = false;
    }
  }

  async #open(): Promise<BridgeSocket> {
    if (this.#isClosed) throw new Error("The executor is stopping.");
    if (this.#socket) return this.#socket;
    const { host, port } = this.#address;
    const socket = new BridgeSocket({ host, port, ...this.#options });
    this.#socket = socket;
    try {
      await socket.open();
    } catch (error) {
      if (this.#socket === socket) this.#socket = null;
      throw error;
    }
    return socket;
  }
}

/** One frame as text, several as a list, bytes that are no text as base64. Pure. */
export function replyOf(frames: readonly Buffer[]): BridgeReply {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  try {
    const texts = frames.map((frame) => decoder.decode(frame));
    return texts.length === 1 ? { reply: texts[0] ?? "" } : { replies: texts };
  } catch {
    return { replyBase64: Buffer.concat(frames).toString("base64") };
  }
}
