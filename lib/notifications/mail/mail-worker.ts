import { messageOf } from "@/lib/core/errors";
import type { Logger } from "@/lib/core/log";
import type { Row } from "@/lib/db/statement";
import { sql, type Tx, transaction } from "@/lib/db/transaction";
import { type RenderedMail, renderedMail } from "../contract";
import type { MailSite } from "./define-mail";
import { claimDueMail, purgeFinishedMail } from "./mail.sql";
import { dataColumn, mailCipher, renderedColumn } from "./queue-mail";
import type { MailTransport } from "./transport";

/**
 * Sends what was queued. A claim sets the time of the next attempt before the message is sent, so that a worker killed
 * in between repeats it (under the same Message-ID) rather than losing it. Rendering happens once; a link in it stays
 * the same through all attempts.
 */
export type Prepare = (
  tx: Tx,
  recipient: string,
) => Promise<{ userId: string; data: unknown; template?: string } | null>;

export type MailWorkerOptions = {
  /** Null: there is no mail server, messages are held for the outbox. */
  transport: MailTransport | null;
  site: MailSite;
  /** Finds the data of templates that are queued without it: the account of an address, and a new link. */
  prepare: Readonly<Record<string, Prepare>>;
  log: Logger;
};

type Claimed = Row<typeof claimDueMail>;

/** Seconds until the next attempt, after each failed one. */
const retrySeconds = [30, 120, 600, 3600, 21_600];

export class MailWorker {
  readonly #options: MailWorkerOptions;
  #timer: NodeJS.Timeout | undefined;
  #busy: Promise<number> | null = null;

  constructor(options: MailWorkerOptions) {
    this.#options = options;
  }

  start(intervalMs = 1000): void {
    this.#timer = setInterval(() => void this.sendDue().catch(() => {}), intervalMs);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#busy?.catch(() => {});
    this.#options.transport?.close();
  }

  /** Sends what is due and returns how many messages were processed; calls do not overlap. */
  sendDue(): Promise<number> {
    this.#busy ??= this.#sendDue().finally(() => {
      this.#busy = null;
    });
    return this.#busy;
  }

  async #sendDue(): Promise<number> {
    const claimed = await claim();
    for (const message of claimed) await this.#handle(message);
    return claimed.length;
  }

  async #handle(message: Claimed): Promise<void> {
    try {
      const rendered = await this.#rendered(message);
      if (!rendered) return;
      if (!this.#options.transport) return await finish(message, "held");
      await this.#options.transport.send({ ...rendered, id: message.id, to: message.recipient });
      await finish(message, "sent");
    } catch (error) {
      this.#options.log.warn({ mail: message.id, error: messageOf(error) }, "a mail could not be sent");
      await postpone(message, messageOf(error), retrySeconds[message.attempts - 1]);
    }
  }

  async #rendered(message: Claimed): Promise<RenderedMail | null> {
    if (message.renderedSealed) {
      return renderedMail.parse(JSON.parse(mailCipher().decrypt(message.renderedSealed, renderedColumn, message.id)));
    }
    return transaction(async (tx) => {
      const found = await this.#data(tx, message);
      if (!found) {
        await tx.prisma.mailMessage.updateMany({
          where: { id: message.id },
          data: { state: "dropped", finishedAt: new Date() },
        });
        return null;
      }
      const { renderMail } = await renderer();
      const rendered = await renderMail(found.template ?? message.template, found.data, this.#options.site);
      await tx.prisma.mailMessage.updateMany({
        where: { id: message.id },
        data: {
          renderedSealed: mailCipher().encrypt(JSON.stringify(rendered), renderedColumn, message.id),
          dataSealed: null,
          ...(found.userId === null ? {} : { userId: found.userId }),
          ...(found.template === undefined ? {} : { template: found.template }),
        },
      });
      return rendered;
    });
  }

  async #data(tx: Tx, message: Claimed): Promise<{ userId: string | null; data: unknown; template?: string } | null> {
    if (message.dataSealed) {
      return { userId: null, data: JSON.parse(mailCipher().decrypt(message.dataSealed, dataColumn, message.id)) };
    }
    const prepare = this.#options.prepare[message.template];
    if (!prepare) throw new Error(`mail ${message.template} was queued without data`);
    return prepare(tx, message.recipient);
  }
}

/** The renderer of mails uses 15 MB: it is loaded with the first one. */
const renderer = () => import("./render-mail");

const claim = () => sql().rows(claimDueMail);

/** Of a sent mail only the record stays; a held one stays readable. */
async function finish({ id, template }: Claimed, state: "sent" | "held"): Promise<void> {
  if ((await renderer()).isDeletedAfterSending(template)) return deleteMail(id);
  await sql().prisma.mailMessage.updateMany({
    where: { id },
    data: { state, finishedAt: new Date(), lastError: null, ...(state === "sent" ? { renderedSealed: null } : {}) },
  });
}

/** Removes the row as well. */
async function deleteMail(id: string): Promise<void> {
  await sql().prisma.mailMessage.deleteMany({ where: { id } });
}

/** Tries again later, or fails after the last attempt. */
async function postpone({ id, template }: Claimed, error: string, seconds: number | undefined): Promise<void> {
  const isLast = seconds === undefined;
  if (isLast && (await renderer()).isDeletedAfterSending(template)) return deleteMail(id);
  const now = Date.now();
  await sql().prisma.mailMessage.updateMany({
    where: { id },
    data: {
      lastError: error.slice(0, 500),
      nextAttemptAt: new Date(now + (seconds ?? 0) * 1_000),
      finishedAt: isLast ? new Date(now) : null,
      ...(isLast ? { state: "failed" } : {}),
    },
  });
}

/**
 * Deletes finished messages: sent and dropped ones after 30 days, held and failed ones (they contain links) after 7.
 */
export async function purgeMail(): Promise<void> {
  for (const purge of purgeFinishedMail) await sql().run(purge);
}
