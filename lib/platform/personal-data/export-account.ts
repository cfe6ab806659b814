import type { Actor } from "@/lib/access/actor";
import { authorise, requireUserId } from "@/lib/access/authorise";
import { recordAudit } from "@/lib/audit/record-audit";
import { factorCipher, secretColumn } from "@/lib/auth/factors/sealed";
import { sha256 } from "@/lib/core/encryption/crypto";
import { coreErrors } from "@/lib/core/errors";
import { sql, type Tx, transaction } from "@/lib/db/transaction";
import { type AccountExport, exportListLimit } from "../contract";
import { readOneSnapshot } from "./erasure.sql";
import { personalTables } from "./personal-tables";

type Row = Record<string, unknown>;

/**
 * Everything the panel knows about the actor, as of one moment, without secrets (GDPR articles 15 and 20). Audited first,
 * so that the export shows itself. `listLimit`: the most entries of each list.
 */
export async function exportAccount(actor: Actor, listLimit = exportListLimit): Promise<AccountExport> {
  authorise(actor, "account.read");
  const userId = requireUserId(actor);
  await recordAudit(sql(), actor, { action: "account.exported", targetKind: "user", targetId: userId });
  return transaction(async (tx) => {
    await tx.run(readOneSnapshot);
    const me = await tx.prisma.user.findUnique({ where: { id: userId }, select: { email: true } });
    if (!me) throw coreErrors.unauthenticated();
    const { lists, cut } = await readLists(tx, [userId, me.email, sha256(me.email)], listLimit);
    const { profile = [], ...others } = lists;
    return {
      exportedAt: new Date().toISOString(),
      about: aboutText,
      profile: profile[0] ?? {},
      cut,
      lists: others,
    };
  });
}

const aboutText =
  "What this panel keeps about you. Passwords, codes, keys and tokens are left out; what is inside your servers is not part of it. Lists named in `cut` have older entries that are not shown.";

async function readLists(tx: Tx, me: string[], limit: number) {
  const lists: Record<string, Row[]> = {};
  const cut: string[] = [];
  for (const entry of personalTables) {
    if ("none" in entry.export) continue;
    const { list, select } = entry.export;
    const rows = await tx.rows(select, [...me, Math.trunc(limit) + 1]);
    if (rows.length > limit) cut.push(list);
    lists[list] = rows.slice(0, limit).map(toEntry);
  }
  return { lists, cut };
}

/** Columns as the API names fields; a phone number is opened, since it is the person's own. */
function toEntry({ phone_sealed: sealed, ...row }: Row): Row {
  const entry = Object.fromEntries(Object.entries(row).map(([column, value]) => [toField(column), value]));
  if (typeof sealed !== "string") return entry;
  return { ...entry, phone: factorCipher().decrypt(sealed, secretColumn, String(row.id)) };
}

function toField(column: string): string {
  return column.replace(/_(\w)/g, (_all, letter: string) => letter.toUpperCase());
}
