import { randomBytes } from "node:crypto";
import { lockSubjectUntilCommit } from "@/lib/db/locks.sql";
import type { Row } from "@/lib/db/statement";
import { type Tx, transaction } from "@/lib/db/transaction";
import { auditKeys, signWith } from "../audit-keys";
import { classOf, outcomeOf } from "../classify";
import { auditClasses } from "../contract";
import { listSeals, listUnchainedEntries, setMaintenance } from "./chains.sql";
import { entryMessage, genesis, linkHash, personalCommitment } from "./entry-mac";
import { sealLock } from "./seal-chains";

/**
 * Entries from before the log was chained are signed and chained, once: only while there is no seal, so that nobody can
 * insert entries this way later. The caller seals right after.
 */
export async function adoptEntries(): Promise<number> {
  return transaction(async (tx) => {
    if (await isSealed(tx)) return 0;
    // Nobody seals meanwhile.
    await tx.row(lockSubjectUntilCommit, [sealLock]);
    await tx.row(setMaintenance, [true]);
    const adopted = (await isSealed(tx)) ? 0 : await adoptAll(tx);
    await tx.row(setMaintenance, [false]);
    return adopted;
  });
}

const isSealed = async (tx: Tx): Promise<boolean> => (await tx.rows(listSeals, [false])).length > 0;

async function adoptAll(tx: Tx): Promise<number> {
  const rows = await tx.rows(listUnchainedEntries);
  for (const name of auditClasses)
    await adoptClass(
      tx,
      name,
      rows.filter(({ action }) => classOf(action) === name),
    );
  return rows.length;
}

type OldRow = Row<typeof listUnchainedEntries>;

const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex, "hex"));

async function adoptClass(tx: Tx, name: string, rows: OldRow[]): Promise<void> {
  if (rows.length === 0) return;
  const { chain } = await tx.prisma.auditChain.create({
    data: { class: name, seq: 0, hash: bytes(genesis), anchorHash: bytes(genesis) },
    select: { chain: true },
  });
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
    const hash = linkHash(previous, mac, chain, ++seq);
    await tx.prisma.auditEntry.updateMany({
      where: { id: row.id, hash: null },
      data: {
        class: name,
        outcome,
        personalSalt: bytes(salt),
        personalHash: bytes(personalHash),
        macKey: keys.currentId,
        mac: bytes(mac),
        chain,
        seq,
        prevHash: bytes(previous),
        hash: bytes(hash),
      },
    });
    previous = hash;
  }
  await tx.prisma.auditChain.updateMany({ where: { chain }, data: { seq, hash: bytes(previous) } });
}
