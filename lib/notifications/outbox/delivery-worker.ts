import { messageOf } from "@/lib/core/errors";
import type { Logger } from "@/lib/core/log";
import { retry } from "@/lib/core/retry";
import { sql } from "@/lib/db/transaction";
import { type MailTools, sendMail } from "../mail/send-mail";
import { type Claimed, claimDueDeliveries, purgeFinishedDeliveries } from "./delivery.sql";
import type { Outcome } from "./delivery-rules";

/**
 * Sends what was queued: mails, and notices to people's channels. A claim is a lease of 60 s that is committed before
 * the message is sent, so that a worker killed in between repeats it (under the same Message-ID or idempotency key)
 * rather than losing it.
 */
export type DeliveryWorkerOptions = MailTools & { log: Logger };

/** Deliveries that one worker sends at the same time; those of one channel follow each other. */
const places = 16;
/** Of them for the panel's own mails, such as codes to sign in with, however many receivers do not answer. */
const placesForMails = 4;

export class DeliveryWorker {
  readonly #options: DeliveryWorkerOptions;
  readonly #running = new Set<Promise<void>>();
  #timer: NodeJS.Timeout | undefined;
  #claiming: Promise<number> | null = null;

  constructor(options: DeliveryWorkerOptions) {
    this.#options = options;
  }

  start(intervalMs = 1000): void {
    this.#timer = setInterval(() => void this.#begin(), intervalMs);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#timer = undefined;
    await this.#claiming;
    await Promise.all(this.#running);
    this.#options.transport?.close();
  }

  /** Sends what is due now, one of each channel, and returns how many deliveries were processed. */
  async sendDue(): Promise<number> {
    const count = await this.#claim();
    await Promise.all(this.#running);
    return count;
  }

  /** A slow delivery does not delay the others: each pass fills the places that are free. */
  #begin(): Promise<number> {
    return this.#claim().catch(() => 0);
  }

  #claim(): Promise<number> {
    this.#claiming ??= this.#claimFree().finally(() => {
      this.#claiming = null;
    });
    return this.#claiming;
  }

  async #claimFree(): Promise<number> {
    const free = places - this.#running.size;
    if (free <= 0) return 0;
    const forAll = free - placesForMails;
    const claimed = await sql().rows(claimDueDeliveries, forAll > 0 ? [forAll, true] : [free, false]);
    for (const delivery of claimed) {
      const work = this.#handle(delivery).finally(() => {
        this.#running.delete(work);
        // The next one of its channel, without waiting for the timer.
        if (this.#timer) void this.#begin();
      });
      this.#running.add(work);
    }
    return claimed.length;
  }

  async #handle(delivery: Claimed): Promise<void> {
    const { log } = this.#options;
    try {
      // Loaded with the first delivery, with Prisma Client and what it needs: an idle worker has neither.
      const { recordOutcome } = await import("./record-outcome");
      const outcome = await this.#attempt(delivery);
      // An outcome that is not stored is a duplicate after the lease.
      await retry(() => recordOutcome(delivery, outcome), { attempts: 3, delayMs: 1_000 });
    } catch (error) {
      log.error({ delivery: delivery.id, error: messageOf(error) }, "the outcome of a delivery could not be stored");
    }
  }

  async #attempt(delivery: Claimed): Promise<Outcome> {
    try {
      if (delivery.channelId === null) return await sendMail(delivery, this.#options);
      const { sendNotice } = await import("../channels/send-notice");
      return await sendNotice({ ...delivery, channelId: delivery.channelId }, this.#options);
    } catch (error) {
      this.#options.log.warn({ delivery: delivery.id, error: messageOf(error) }, "a delivery failed");
      return { result: "failed", error: messageOf(error), isFinal: false, retryAfterSeconds: null };
    }
  }
}

/**
 * Deletes finished deliveries: those that arrived after 30 days, held and failed ones (they contain links) after 7.
 */
export async function purgeDeliveries(): Promise<void> {
  for (const purge of purgeFinishedDeliveries) await sql().run(purge);
}
