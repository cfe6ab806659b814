import { randomInt } from "node:crypto";
import { WebSocket } from "ws";
import { closeCodes, pingFrame } from "./frames";
import { limits, RateLimiter } from "./limits";

export type PresenceMember = { userId: string; userInfo?: unknown };
export type SignedInUser = { id: string; info: unknown };

const largestPart = 2 ** 48 - 1;

/** Unguessable (96 random bits), in the only form the client libraries accept: `^\d+\.\d+$`. */
export function newSocketId(): string {
  return `${randomInt(largestPart)}.${randomInt(largestPart)}`;
}

const textFrame = { binary: false } as const;

/** One client's socket and what it may do; of channels it has only the names of its own. */
export class Connection {
  readonly socketId = newSocketId();
  /** Subscribed channels, and who the connection is in those with presence. */
  readonly channels = new Map<string, PresenceMember | null>();
  /** Channels whose right is being asked for, each with an identifier of that check. */
  readonly pending = new Map<string, object>();
  readonly clientEvents: RateLimiter;
  readonly messages: RateLimiter;
  user: SignedInUser | null = null;
  #lastActivityMs: number;
  #pingSentMs: number | null = null;

  constructor(
    private readonly socket: WebSocket,
    readonly openedMs: number,
  ) {
    const nowMs = openedMs;
    this.#lastActivityMs = nowMs;
    this.clientEvents = new RateLimiter(limits.clientEventsPerSecond, limits.clientEventsPerSecond, nowMs);
    this.messages = new RateLimiter(limits.clientMessagesPerSecond, limits.clientMessageBurst, nowMs);
  }

  get isOpen(): boolean {
    return this.socket.readyState === WebSocket.OPEN;
  }

  /** Sends an encoded frame; false when the client has disconnected or is too slow, which closes it. */
  send(frame: Buffer): boolean {
    if (this.socket.readyState !== WebSocket.OPEN) return false;
    if (this.socket.bufferedAmount > limits.bufferedBytesPerConnection) {
      this.close(closeCodes.overCapacity, "The client does not keep up");
      return false;
    }
    this.socket.send(frame, textFrame);
    return true;
  }

  close(code: number, reason: string): void {
    this.socket.close(code, reason);
  }

  noteActivity(nowMs: number): void {
    this.#lastActivityMs = nowMs;
    this.#pingSentMs = null;
  }

  /** Pings a silent client, and closes one that let a ping go unanswered. Called every so often. */
  checkLiveness(nowMs: number, activityTimeoutMs: number, pongTimeoutMs: number): void {
    if (this.#pingSentMs !== null) {
      if (nowMs - this.#pingSentMs >= pongTimeoutMs) this.close(closeCodes.pongTimeout, "Pong reply not received");
      return;
    }
    if (nowMs - this.#lastActivityMs < activityTimeoutMs) return;
    this.#pingSentMs = nowMs;
    this.send(pingFrame);
  }
}
