import type { Actor } from "@/lib/access/actor";
import { sql } from "@/lib/db/transaction";
import { requirePerson } from "./require-person";
import { factorCipher, maskEmail, maskPhone, secretColumn } from "./sealed";
import { isSmsConfigured } from "./sms";

export type FactorsView = {
  factors: { method: "totp" | "sms" | "email"; hint: string | null; createdAt: string; lastUsedAt: string | null }[];
  passkeys: { id: string; name: string; synced: boolean; createdAt: string; lastUsedAt: string | null }[];
  backupCodesLeft: number;
  smsAvailable: boolean;
  /** Whether the role needs a second factor. */
  required: boolean;
};

type Row = {
  id: string;
  method: "totp" | "sms" | "email" | "passkey" | "backup";
  text: string | null;
  synced: boolean;
  createdAt: Date;
  lastUsedAt: Date | null;
  left: number;
  required: boolean;
};

/** Everything the security page shows about the actor's own factors; no secret. One statement. */
export async function listFactors(actor: Actor): Promise<FactorsView> {
  const userId = requirePerson(actor);
  const rows = await sql().rows<Row>(
    `SELECT x.*, coalesce((SELECT u.role = ANY (p.required_roles) FROM security_policy p, app_user u WHERE u.id = $1), false) AS required
     FROM (SELECT id, method, secret_sealed AS text, false AS synced, confirmed_at AS "createdAt",
                  last_used_at AS "lastUsedAt", 0 AS left
           FROM second_factor WHERE user_id = $1 AND confirmed_at IS NOT NULL
           UNION ALL SELECT id, 'passkey', name, backed_up, created_at, last_used_at, 0 FROM passkey WHERE user_id = $1
           UNION ALL SELECT '', 'backup', NULL, false, now(), NULL, count(*)::int FROM backup_code
             WHERE user_id = $1 AND used_at IS NULL) x ORDER BY x.id`,
    [userId],
  );
  const times = (row: Row) => ({
    createdAt: row.createdAt.toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  });
  const view: FactorsView = {
    factors: [],
    passkeys: [],
    backupCodesLeft: rows.find(({ method }) => method === "backup")?.left ?? 0,
    smsAvailable: isSmsConfigured(),
    required: rows[0]?.required ?? false,
  };
  for (const row of rows) {
    if (row.method === "passkey") {
      view.passkeys.push({ id: row.id, name: row.text ?? "", synced: row.synced, ...times(row) });
    } else if (row.method !== "backup") {
      view.factors.push({ method: row.method, hint: hintOf(row, actor.email), ...times(row) });
    }
  }
  return view;
}

function hintOf(row: Row, email: string): string | null {
  if (row.method === "email") return maskEmail(email);
  if (row.method !== "sms" || !row.text) return null;
  return maskPhone(factorCipher().decrypt(row.text, secretColumn, row.id));
}
