import { messageOf } from "@/lib/core/errors";
import type { Logger } from "@/lib/core/log";
import type { Connection } from "./connection";
import { closeCodes, type SubscriptionRefusal, serverFrame } from "./frames";
import { limits } from "./limits";

/**
 * Keeps with each subscription the right that allowed it, and checks it again when it may have changed: at every
 * announced change that concerns it, when it would expire, and every few minutes. A right that ended stops all events
 * to its socket at once and closes it.
 */
export type RightsAnswer =
  /** `forMs`: check again by then, since the right may expire; null: only after a change. */
  | { allowed: true; forMs: number | null }
  /**
   * `isOver`: the session, token or key itself has ended; otherwise only this channel has. `lastEvent`: sent before the
   * end.
   */
  | { allowed: false; isOver: boolean; lastEvent: { channel: string; event: string; data: unknown } | null };

/** Decides for the server, which does not know the meaning of channels. G is the grant behind a signature. */
export type SubscriptionGuard<G = unknown> = {
  /** The grant behind the signature for this socket and channel; null: none. */
  find(socketId: string, channel: string): Promise<G | null>;
  /** Whether it is still valid. Throws when that cannot be determined now. */
  decide(grant: G): Promise<RightsAnswer>;
  /** Whose changes concern it; `all` concerns everything. */
  keysOf(grant: G): string[];
  start(onChange: (key: string) => void): void;
  stop(): void;
};

export type RightsHandlers = { leave(connection: Connection, channel: string): void };

type Entry = {
  connection: Connection;
  channel: string;
  grant: unknown;
  keys: string[];
  dueMs: number;
  ended: SubscriptionRefusal | null;
};

const refused: SubscriptionRefusal = {
  type: "AuthError",
  error: "The right to this channel is not known or has ended: have it signed again",
  status: 401,
};

export class SubscriptionRights {
  readonly #entries = new Map<Connection, Map<string, Entry>>();
  readonly #byKey = new Map<string, Set<Entry>>();
  readonly #waiting = new Set<Entry>();
  #running = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly guard: SubscriptionGuard,
    private readonly handlers: RightsHandlers,
    private readonly log: Logger | undefined,
  ) {}

  start(): void {
    this.guard.start((key) => this.#onChange(key));
    this.#timer = setInterval(() => this.#askDue(Date.now()), limits.rights.tickMs);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.guard.stop();
  }

  /** Whether the connection has a subscription that somebody was allowed. */
  has(connection: Connection): boolean {
    return this.#entries.has(connection);
  }

  /**
   * Asks for a subscription whose signature is right; null when it may be made. Changes count from the moment that this
   * begins. A client may leave and ask again meanwhile: once `isWanted` is false, nothing is kept of this question, and
   * nothing is changed of a newer one. Throws when it cannot be found out now.
   */
  async admit(connection: Connection, channel: string, isWanted: () => boolean): Promise<SubscriptionRefusal | null> {
    const grant = await this.guard.find(connection.socketId, channel);
    if (grant === null || !isWanted()) return refused;
    const entry = this.#add(connection, channel, grant);
    try {
      const answer = await this.guard.decide(grant);
      if (!answer.allowed) entry.ended = refused;
      else this.#postpone(entry, answer.forMs);
    } catch (error) {
      this.#remove(entry);
      throw error;
    }
    if (!isWanted()) entry.ended = refused;
    if (entry.ended) this.#remove(entry);
    return entry.ended;
  }

  remove(connection: Connection, channel: string): void {
    const entry = this.#entries.get(connection)?.get(channel);
    if (entry) this.#remove(entry);
  }

  forgetAll(connection: Connection): void {
    for (const entry of [...(this.#entries.get(connection)?.values() ?? [])]) this.#remove(entry);
  }

  #add(connection: Connection, channel: string, grant: unknown): Entry {
    const entry: Entry = {
      connection,
      channel,
      grant,
      keys: this.guard.keysOf(grant),
      dueMs: Number.POSITIVE_INFINITY,
      ended: null,
    };
    this.remove(connection, channel);
    const own = this.#entries.get(connection) ?? new Map<string, Entry>();
    this.#entries.set(connection, own.set(channel, entry));
    for (const key of entry.keys) this.#byKey.set(key, (this.#byKey.get(key) ?? new Set()).add(entry));
    return entry;
  }

  #remove(entry: Entry): void {
    this.#waiting.delete(entry);
    const own = this.#entries.get(entry.connection);
    if (own?.get(entry.channel) === entry) own.delete(entry.channel);
    if (own?.size === 0) this.#entries.delete(entry.connection);
    for (const key of entry.keys) {
      const concerned = this.#byKey.get(key);
      concerned?.delete(entry);
      if (concerned?.size === 0) this.#byKey.delete(key);
    }
  }

  #postpone(entry: Entry, forMs: number | null): void {
    // With jitter, so that the rights of a fleet are not all checked at once.
    const safetyMs = limits.rights.askAgainMs * (0.5 + Math.random() / 2);
    entry.dueMs = Date.now() + Math.min(safetyMs, forMs ?? Number.POSITIVE_INFINITY);
  }

  #onChange(key: string): void {
    const concerned = key === "all" ? this.#all() : (this.#byKey.get(key) ?? []);
    for (const entry of concerned) this.#waiting.add(entry);
    this.#work();
  }

  #all(): Entry[] {
    return [...this.#entries.values()].flatMap((own) => [...own.values()]);
  }

  #askDue(nowMs: number): void {
    for (const own of this.#entries.values()) {
      for (const entry of own.values()) if (entry.dueMs <= nowMs) this.#waiting.add(entry);
    }
    this.#work();
  }

  #work(): void {
    while (this.#running < limits.rights.questionsAtOnce) {
      const [entry] = this.#waiting;
      if (!entry) return;
      this.#waiting.delete(entry);
      // Until it is answered; a change meanwhile asks again.
      entry.dueMs = Number.POSITIVE_INFINITY;
      this.#running++;
      void this.#askAgain(entry).finally(() => {
        this.#running--;
        this.#work();
      });
    }
  }

  async #askAgain(entry: Entry): Promise<void> {
    try {
      const answer = await this.guard.decide(entry.grant);
      if (answer.allowed) this.#postpone(entry, answer.forMs);
      else this.#end(entry, answer);
    } catch (error) {
      // Nothing changes while the database is unavailable; changes that were missed are checked after the reconnect.
      this.log?.warn({ error: messageOf(error) }, "realtime: a right could not be checked; tried again");
      entry.dueMs = Date.now() + limits.rights.retryMs;
    }
  }

  #end(entry: Entry, { isOver, lastEvent }: RightsAnswer & { allowed: false }): void {
    const { connection, channel } = entry;
    entry.ended = refused;
    if (lastEvent && connection.channels.has(lastEvent.channel)) {
      connection.send(serverFrame(lastEvent.event, lastEvent.data, lastEvent.channel));
    }
    this.handlers.leave(connection, channel);
    this.#remove(entry);
    // Clients with other rights reconnect at once and subscribe to the remaining channels.
    if (isOver) connection.close(closeCodes.unauthorised, "What allowed this connection has ended");
    else connection.close(closeCodes.reconnect, "A right of this connection has ended");
  }
}
