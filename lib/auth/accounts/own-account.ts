import type { z } from "zod";
import type { Actor } from "@/lib/access/actor";
import { authorise, requireUserId } from "@/lib/access/authorise";
import { recordAudit } from "@/lib/audit/record-audit";
import { sql, transaction } from "@/lib/db/transaction";
import { isLocale } from "@/lib/i18n/contract";
import type { accountView, changeAccountBody } from "../contract";

type AccountView = z.output<typeof accountView>;

const columns = { id: true, email: true, name: true, role: true, locale: true } as const;

/** A language that a later release stored counts as no choice. */
const viewOf = (row: Omit<AccountView, "locale"> & { locale: string | null }): AccountView => ({
  ...row,
  locale: isLocale(row.locale) ? row.locale : null,
});

export async function getAccount(actor: Actor): Promise<AccountView> {
  authorise(actor, "account.read");
  const where = { id: requireUserId(actor) };
  return viewOf(await sql().prisma.user.findUniqueOrThrow({ where, select: columns }));
}

/** Chooses the language of the actor's pages and mails; null follows the browser. */
export async function changeAccount(actor: Actor, input: z.output<typeof changeAccountBody>): Promise<AccountView> {
  authorise(actor, "account.manage");
  const id = requireUserId(actor);
  return transaction(async (tx) => {
    const row = await tx.prisma.user.update({ where: { id }, data: { locale: input.locale }, select: columns });
    await recordAudit(tx, actor, { action: "user.language_changed", targetKind: "user", targetId: id });
    return viewOf(row);
  });
}
