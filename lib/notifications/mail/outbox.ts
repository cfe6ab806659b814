import type { Actor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import { recordAudit } from "@/lib/audit/record-audit";
import { coreErrors } from "@/lib/core/errors";
import type { ListQuery } from "@/lib/core/lists";
import type { Delivery, Prisma } from "@/lib/db/generated/client";
import { page } from "@/lib/db/page";
import { sql, transaction } from "@/lib/db/transaction";
import { type MailContent, type MailView, renderedMail } from "../contract";
import { mailCipher, queueMail, renderedColumn } from "./queue-mail";

/** The outbox for administrators: what was sent, what failed, and, without a mail server, the messages themselves. */
const shown = {
  id: true,
  recipient: true,
  template: true,
  state: true,
  attempts: true,
  lastError: true,
  createdAt: true,
  finishedAt: true,
} as const;
/** Mails only, those to channels included. Requests for unknown addresses are not shown. */
const isMail = { kind: "email", state: { notIn: ["dropped", "replaced"] } } satisfies Prisma.DeliveryWhereInput;
type Row = Pick<Delivery, keyof typeof shown>;

function toView(row: Row, readable: boolean): MailView {
  return {
    ...row,
    createdAt: row.createdAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
    readable,
  };
}

/** Which of these messages still have their text; the text itself stays in the database. */
async function readableAmong(ids: string[]): Promise<Set<string>> {
  const rows = await sql().prisma.delivery.findMany({
    where: { id: { in: ids }, renderedSealed: { not: null } },
    select: { id: true },
  });
  return new Set(rows.map(({ id }) => id));
}

/** The newest first; `q` searches recipient and kind. Requests for unknown addresses are not shown. */
export async function listMail(
  actor: Actor,
  query: ListQuery,
): Promise<{ items: MailView[]; nextCursor: string | null }> {
  authorise(actor, "mail.read");
  const { q } = query;
  const search = q ? ({ contains: q, mode: "insensitive" } as const) : undefined;
  const own = search && { OR: [{ recipient: search }, { template: search }] };
  const { rows, nextCursor } = await page(query, (window) =>
    sql().prisma.delivery.findMany({
      ...window,
      where: { ...window.where, ...own, ...isMail },
      select: shown,
    }),
  );
  const readable = await readableAmong(rows.map(({ id }) => id));
  return { items: rows.map((row) => toView(row, readable.has(row.id))), nextCursor };
}

/** One message without its text. */
export async function getMail(actor: Actor, id: string): Promise<MailView> {
  authorise(actor, "mail.read");
  const row = await sql().prisma.delivery.findUnique({ where: { id, ...isMail }, select: shown });
  if (!row) throw coreErrors.not_found({ detail: "There is no such mail." });
  return toView(row, (await readableAmong([id])).has(id));
}

/** One message with its text; audited, since it may contain a link that gives access to an account. */
export async function readMail(actor: Actor, id: string): Promise<MailContent> {
  authorise(actor, "mail.read");
  return transaction(async (tx) => {
    const row = await tx.prisma.delivery.findUnique({
      where: { id, ...isMail },
      select: { ...shown, renderedSealed: true },
    });
    if (!row) throw coreErrors.not_found({ detail: "There is no such mail." });
    const { renderedSealed: sealed, ...view } = row;
    const content = sealed ? renderedMail.parse(JSON.parse(mailCipher().decrypt(sealed, renderedColumn, id))) : null;
    await recordAudit(tx, actor, {
      action: "mail.read",
      targetKind: "mail",
      targetId: id,
      detail: { template: view.template },
    });
    return { ...toView(view, sealed !== null), content };
  });
}

/** Queues a held or failed message again; 409 when there is nothing left to send. */
export async function resendMail(actor: Actor, id: string): Promise<void> {
  authorise(actor, "mail.manage");
  await transaction(async (tx) => {
    const { count } = await tx.prisma.delivery.updateMany({
      where: { id, kind: "email", state: { in: ["held", "failed"] } },
      data: { state: "queued", attempts: 0, nextAttemptAt: new Date(), finishedAt: null },
    });
    if (count === 0) {
      const mail = await tx.prisma.delivery.findUnique({ where: { id, ...isMail }, select: { state: true } });
      if (!mail) throw coreErrors.not_found({ detail: "There is no such mail." });
      throw coreErrors.conflict({ detail: "Only mails that were held or have failed can be sent again." });
    }
    await recordAudit(tx, actor, { action: "mail.resent", targetKind: "mail", targetId: id });
  });
}

/** Writes to the actor's own address, to see whether mail arrives. */
export async function sendTestMail(actor: Actor): Promise<{ id: string }> {
  authorise(actor, "mail.manage");
  return transaction(async (tx) => {
    const { email, name, userId } = actor;
    const id = await queueMail(tx, { to: email, userId, template: "test-message", data: { name } });
    await recordAudit(tx, actor, { action: "mail.tested", targetKind: "mail", targetId: id });
    return { id };
  });
}
