import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { lineOf } from "@/lib/core/networks";
import type { Connection } from "./connection";

/**
 * Counts the connections of a client address. Those that signed in or were allowed a channel count against a limit
 * that is large enough for a fleet behind one address; unauthenticated ones against a small one.
 */
export type AddressLimits = {
  connections: number;
  unproven: number;
  /** The client behind a request, past trusted proxies; null: not known. */
  addressOf(request: IncomingMessage): string | null;
  /** Whether a peer is a proxy for other clients. */
  isProxy(address: string): boolean;
};

/** Whether a connection is authenticated: it is signed in, or was allowed a channel. */
export type ProofOf = (connection: Connection) => boolean;

export class AddressCount {
  readonly #connections = new Map<string, Set<Connection>>();
  readonly #peers = new Map<string, number>();

  constructor(
    private readonly limits: AddressLimits | null,
    private readonly isProven: ProofOf,
  ) {}

  /** What connections are counted by: an IPv4 address or the /64 of an IPv6 one. */
  addressOf(request: IncomingMessage): string {
    return lineOf(this.limits?.addressOf(request) ?? null);
  }

  isFull(address: string): boolean {
    const own = this.#connections.get(address);
    if (!this.limits || !own) return false;
    if (own.size >= this.limits.connections) return true;
    if (own.size < this.limits.unproven) return false;
    let unproven = 0;
    for (const connection of own) if (!this.isProven(connection)) unproven++;
    return unproven >= this.limits.unproven;
  }

  add(address: string, connection: Connection): void {
    const own = this.#connections.get(address) ?? new Set();
    this.#connections.set(address, own.add(connection));
  }

  remove(address: string, connection: Connection): void {
    const own = this.#connections.get(address);
    own?.delete(connection);
    if (own?.size === 0) this.#connections.delete(address);
  }

  /**
   * Ends a TCP connection at once when its peer, unless it is a proxy, has too many: also of those that send nothing.
   */
  admitPeer(socket: Socket): void {
    const peer = socket.remoteAddress;
    if (!this.limits || peer === undefined || this.limits.isProxy(peer)) return;
    const line = lineOf(peer);
    const count = (this.#peers.get(line) ?? 0) + 1;
    if (count > this.limits.connections + this.limits.unproven) {
      socket.destroy();
      return;
    }
    this.#peers.set(line, count);
    socket.once("close", () => {
      const left = (this.#peers.get(line) ?? 1) - 1;
      if (left > 0) this.#peers.set(line, left);
      else this.#peers.delete(line);
    });
  }
}
