import { messageOf } from "@/lib/core/errors";
import type { Logger } from "@/lib/core/log";
import type { DatabaseListener } from "@/lib/db/database-listener";
import type { Row } from "@/lib/db/statement";
import { sql } from "@/lib/db/transaction";
import type { Reaction } from "./define-event";
import { outboxChannel } from "./emit-event";
import { claimEvents, deleteEvent } from "./outbox.sql";

/** A reaction that takes longer is started again, perhaps by another worker. */
const leaseSeconds = 30;
/** 1, 2, 4 … seconds between tries; after the last one, about eight minutes in, the event counts as failed. */
const mostAttempts = 10;
const mostAtOnce = 50;
const pollMs = 2_000;

type ClaimedEvent = Row<typeof claimEvents>;

/**
 * Handles events after their transactions: NOTIFY wakes it, a poll every two seconds finds what a lost notice left. Any
 * number of workers may run one; each event is handled at least once, those of one subject one after another.
 */
export class EventRelay {
  readonly #listener: DatabaseListener;
  readonly #log: Logger;
  readonly #reactions = new Map<string, Reaction[]>();
  readonly #stopped = new AbortController();
  readonly #inHand = new Set<Promise<void>>();
  #timer: NodeJS.Timeout | undefined;
  #unsubscribe: () => void = () => {};
  #claiming: Promise<void> | null = null;
  #claimAgain = false;

  constructor(options: { listener: DatabaseListener; reactions: readonly Reaction[]; log: Logger }) {
    this.#listener = options.listener;
    this.#log = options.log;
    for (const reaction of options.reactions) {
      this.#reactions.set(reaction.event, [...(this.#reactions.get(reaction.event) ?? []), reaction]);
    }
  }

  start(): void {
    const wake = () => this.#wake();
    this.#unsubscribe = this.#listener.subscribe(outboxChannel, { onNotice: wake, onConnected: wake });
    this.#timer = setInterval(wake, pollMs);
  }

  /** Resolves when no reaction runs any more; what was interrupted is handled again. */
  async stop(): Promise<void> {
    this.#stopped.abort(new Error("the relay is stopping"));
    this.#unsubscribe();
    clearInterval(this.#timer);
    await this.#claiming;
    await Promise.all(this.#inHand);
  }

  #wake(): void {
    if (this.#stopped.signal.aborted) return;
    if (this.#claiming) {
      this.#claimAgain = true;
      return;
    }
    this.#claiming = this.#claim()
      .catch((error) => this.#log.warn({ error: messageOf(error) }, "events: not read; tried again"))
      .finally(() => {
        this.#claiming = null;
        if (!this.#claimAgain) return;
        this.#claimAgain = false;
        this.#wake();
      });
  }

  async #claim(): Promise<void> {
    const free = mostAtOnce - this.#inHand.size;
    if (free <= 0) return;
    const events = await sql().rows(claimEvents, [free, leaseSeconds]);
    for (const event of events) {
      const done: Promise<void> = this.#handle(event).finally(() => {
        this.#inHand.delete(done);
        this.#wake();
      });
      this.#inHand.add(done);
    }
  }

  async #handle(event: ClaimedEvent): Promise<void> {
    const signal = AbortSignal.any([this.#stopped.signal, AbortSignal.timeout(leaseSeconds * 1000)]);
    try {
      const reactions = this.#reactions.get(event.name) ?? [];
      for (const reaction of reactions) await reaction.run(event.payload, { createdAt: event.createdAt, signal });
      await sql().run(deleteEvent, [event.sequence]);
    } catch (error) {
      await this.#postpone(event, error).catch(() => {
        // The database is away: the lease ends by itself, and the event is handled again.
      });
    }
  }

  async #postpone({ sequence, name, attempts }: ClaimedEvent, error: unknown): Promise<void> {
    const isLast = attempts >= mostAttempts;
    const reason = messageOf(error).slice(0, 500);
    this.#log[isLast ? "error" : "warn"]({ event: name, sequence, attempts, error: reason }, "events: not handled");
    const notBefore = new Date(Date.now() + 2 ** (attempts - 1) * 1_000);
    await sql().prisma.outboxEvent.updateMany({
      where: { sequence: BigInt(sequence) },
      data: { error: reason, notBefore, ...(isLast ? { failedAt: new Date() } : {}) },
    });
  }
}
