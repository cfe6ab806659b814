import type { Actor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import { recordAudit } from "@/lib/audit/record-audit";
import { coreErrors } from "@/lib/core/errors";
import type { ListQuery } from "@/lib/core/lists";
import { sql, transaction } from "@/lib/db/transaction";
import type { MailContent, MailView } from "../contract";
import { mailCipher, queueMail, renderedColumn } from "./queue-mail";
import type { RenderedMail } from "./render-mail";

/** The outbox for administrators: what was sent, what failed, and, without a mail server, the messages themselves. */
type Row = Omit<MailView, "createdAt" | "finishedAt"> & { createdAt: Date; finishedAt: Date | null };

const columns = `id, recipient, template, state, attempts, last_error AS "lastError", created_at AS "createdAt",
  finished_at AS "finishedAt", rendered_sealed IS NOT NULL AS readable`;

function toView(row: Row): MailView {
  return { ...row, createdAt: row.createdAt.toISOString(), finishedAt: row.finishedAt?.toISOString() ?? null };
}

/** The newest first; `q` searches recipient and kind. Requests for unknown addresses are not shown. */
export async function listMail(
  actor: Actor,
  query: ListQuery,
): Promise<{ items: MailView[]; nextCursor: string | null }> {
  authorise(actor, "mail.read");
  const rows = await sql().rows<Row>(
    `SELECT ${columns} FROM mail_message
     WHERE state <> 'dropped' AND ($1::text IS NULL OR id < $1)
       AND ($2::text IS NULL OR recipient ILIKE '%' || $2 || '%' OR template ILIKE '%' || $2 || '%')
     ORDER BY id DESC LIMIT $3`,
    [query.cursor ?? null, query.q?.replace(/[\\%_]/g, "\\$&") || null, query.limit + 1],
  );
  const items = rows.slice(0, query.limit).map(toView);
  return { items, nextCursor: rows.length > query.limit ? (items.at(-1)?.id ?? null) : null };
}

/** One message without its text. */
export async function getMail(actor: Actor, id: string): Promise<MailView> {
  authorise(actor, "mail.read");
  const row = await sql().row<Row>(`SELECT ${columns} FROM mail_message WHERE id = $1 AND state <> 'dropped'`, [id]);
  if (!row) throw coreErrors.not_found({ detail: "There is no such mail." });
  return toView(row);
}

/** One message with its text; audited, since it may contain a link that gives access to an account. */
export async function readMail(actor: Actor, id: string): Promise<MailContent> {
  authorise(actor, "mail.read");
  return transaction(async (tx) => {
    const row = await tx.row<Row & { sealed: string | null }>(
      `SELECT ${columns}, rendered_sealed AS sealed FROM mail_message WHERE id = $1`,
      [id],
    );
    if (!row) throw coreErrors.not_found({ detail: "There is no such mail." });
    const { sealed, ...view } = row;
    const content = sealed ? (JSON.parse(mailCipher().decrypt(sealed, renderedColumn, id)) as RenderedMail) : null;
    await recordAudit(tx, actor, {
      action: "mail.read",
      targetKind: "mail",
      targetId: id,
      detail: { template: view.template },
    });
    return { ...toView(view), content };
  });
}

/** Queues a held or failed message again; 409 when there is nothing left to send. */
export async function resendMail(actor: Actor, id: string): Promise<void> {
  authorise(actor, "mail.manage");
  await transaction(async (tx) => {
    const mail = await tx.row<{ state: string }>("SELECT state FROM mail_message WHERE id = $1 FOR UPDATE", [id]);
    if (!mail || mail.state === "dropped") throw coreErrors.not_found({ detail: "There is no such mail." });
    if (mail.state !== "held" && mail.state !== "failed") {
      throw coreErrors.conflict({ detail: "Only mails that were held or have failed can be sent again." });
    }
    await tx.run(
      `UPDATE mail_message SET state = 'queued', attempts = 0, next_attempt_at = now(), finished_at = NULL
       WHERE id = $1`,
      [id],
    );
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
