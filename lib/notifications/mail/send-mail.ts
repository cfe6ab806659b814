import { type Tx, transaction } from "@/lib/db/transaction";
import type { Locale } from "@/lib/i18n/contract";
import { localeOrDefault } from "@/lib/i18n/notice-texts";
import { type RenderedMail, renderedMail } from "../contract";
import type { Claimed } from "../outbox/delivery.sql";
import type { Outcome } from "../outbox/delivery-rules";
import type { MailSite } from "./define-mail";
import { dataColumn, mailCipher, renderedColumn } from "./queue-mail";
import type { MailTransport } from "./transport";

/** Finds the account of an address and the data of its mail; null: there is nobody to write to. */
export type Prepare = (
  tx: Tx,
  recipient: string,
) => Promise<{ userId: string; data: unknown; template?: string } | null>;

export type MailTools = {
  /** Null: there is no mail server, mails are held for the outbox. */
  transport: MailTransport | null;
  site: MailSite;
  /** Finds the data of mails that are queued without it: the account of an address, and a new link. */
  prepare: Readonly<Record<string, Prepare>>;
};

/**
 * Renders a mail once, so that a link in it stays the same through all attempts, and hands it to the mail server under
 * a Message-ID that stays the same too.
 */
export async function sendMail(message: Claimed, tools: MailTools): Promise<Outcome> {
  const rendered = await renderOnce(message, tools);
  if (!rendered) return { result: "dropped", reason: null };
  if (!tools.transport) return { result: "held" };
  const answer = await tools.transport.send({ ...rendered, id: message.id, to: message.recipient });
  return { result: "sent", answer };
}

/** Whether nothing of such a mail is kept once it is over. */
export async function isDeletedWhenOver(template: string): Promise<boolean> {
  return (await renderer()).isDeletedAfterSending(template);
}

/** The renderer of mails uses 15 MB: it is loaded with the first one. */
const renderer = () => import("./render-mail");

async function renderOnce(message: Claimed, { site, prepare }: MailTools): Promise<RenderedMail | null> {
  if (message.renderedSealed) {
    return renderedMail.parse(JSON.parse(mailCipher().decrypt(message.renderedSealed, renderedColumn, message.id)));
  }
  return transaction(async (tx) => {
    const found = await findData(tx, message, prepare);
    if (!found) return null;
    const { renderMail } = await renderer();
    const locale = await localeOf(tx, message.id, found.userId);
    const rendered = await renderMail(found.template ?? message.template, found.data, site, locale);
    await tx.prisma.delivery.updateMany({
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

/** The language of the account that the mail goes to; English for an address without one. */
async function localeOf(tx: Tx, id: string, userId: string | null): Promise<Locale> {
  const owner = userId ?? (await tx.prisma.delivery.findUnique({ where: { id }, select: { userId: true } }))?.userId;
  if (!owner) return localeOrDefault(null);
  const user = await tx.prisma.user.findUnique({ where: { id: owner }, select: { locale: true } });
  return localeOrDefault(user?.locale);
}

async function findData(
  tx: Tx,
  message: Claimed,
  prepare: MailTools["prepare"],
): Promise<{ userId: string | null; data: unknown; template?: string } | null> {
  if (message.dataSealed) {
    return { userId: null, data: JSON.parse(mailCipher().decrypt(message.dataSealed, dataColumn, message.id)) };
  }
  const preparer = prepare[message.template];
  if (!preparer) throw new Error(`mail ${message.template} was queued without data`);
  return preparer(tx, message.recipient);
}
