import { randomBytes } from "node:crypto";
import { type Tx, transaction } from "@/lib/db/transaction";
import { auditKeys, signWith } from "./audit-keys";
import { classOf, outcomeOf } from "./classify";
import { auditClasses } from "./contract";
import { entryMessage, genesis, linkHash, personalCommitment } from "./entry-mac";

/**
 * Entries from before the log was chained are signed and chained, once: only while there is no seal, so that nobody can
 * insert entries this way later. The caller seals right after.
 */
export async function adoptEntries(): Promise<number> {
  return transaction(async (tx) => {
    if (await isSealed(tx)) return 0;
    // The panel's own role may lock the table only while it may change it: locks need the right to write.
    await tx.run("SELECT audit_maintenance(true)");
    await tx.run("LOCK TABLE audit_seal IN SHARE ROW EXCLUSIVE MODE");
    const adopted = (await isSealed(tx)) ? 0 : await adoptAll(tx);
    await tx.run("SELECT audit_maintenance(false)");
    return adopted;
  });
}

const isSealed = async (tx: Tx): Promise<boolean> => (await tx.row("SELECT 1 FROM audit_seal LIMIT 1")) !== null;

async function adoptAll(tx: Tx): Promise<number> {
  const rows = await tx.rows<OldRow>(
    `SELECT id, (extract(epoch FROM at) * 1000)::float8 AS "atMs", actor_kind AS "actorKind", actor_id AS "actorId", action,
         target_kind AS "targetKind", target_id AS "targetId", ip, user_agent AS "userAgent", request_id AS "requestId", detail::text
       FROM audit_entry WHERE hash IS NULL ORDER BY id`,
  );
  for (const name of auditClasses)
    await adoptClass(
      tx,
      name,
      rows.filter(({ action }) => classOf(action) === name),
    );
  return rows.length;
}

type OldRow = {
  id: string;
  atMs: number;
  actorKind: string;
  actorId: string | null;
  action: string;
  targetKind: string;
  targetId: string | null;
  ip: string | null;
  userAgent: string | null;
  requestId: string | null;
  detail: string;
};

const bytes = (hex: string) => Buffer.from(hex, "hex");

async function adoptClass(tx: Tx, name: string, rows: OldRow[]): Promise<void> {
  if (rows.length === 0) return;
  const chain = await tx.row<{ chain: number }>(
    "INSERT INTO audit_chain (class, seq, hash, anchor_hash) VALUES ($1, 0, $2, $2) RETURNING chain",
    [name, bytes(genesis)],
  );
  let previous = genesis;
  let seq = 0;
  const keys = auditKeys();
  for (const row of rows) {
    const salt = randomBytes(16).toString("hex");
    const outcome = outcomeOf(row.action);
    const personalHash = personalCommitment(salt, row.ip, row.userAgent);
    const mac = signWith(
      keys,
      "entry",
      entryMessage({ ...row, class: name, outcome, personalHash, before: null, after: null }),
    );
    const hash = linkHash(previous, mac, chain?.chain ?? 0, ++seq);
    await tx.run(
      `UPDATE audit_entry SET class = $2, outcome = $3, personal_salt = $4, personal_hash = $5, mac_key = $6, mac = $7,
         chain = $8, seq = $9, prev_hash = $10, hash = $11 WHERE id = $1 AND hash IS NULL`,
      [
        row.id,
        name,
        outcome,
        bytes(salt),
        bytes(personalHash),
        keys.currentId,
        bytes(mac),
        chain?.chain,
        seq,
        bytes(previous),
        bytes(hash),
      ],
    );
    previous = hash;
  }
  await tx.run("UPDATE audit_chain SET seq = $2, hash = $3 WHERE chain = $1", [chain?.chain, seq, bytes(previous)]);
}
