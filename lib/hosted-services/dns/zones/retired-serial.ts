import { lockSubjectUntilCommit } from "@/lib/db/locks.sql";
import type { Tx } from "@/lib/db/transaction";

/**
 * The last serials of deleted zones: resolvers and secondary servers may have such a zone, so one of the same name goes on
 * from it. Both functions take one lock until the commit: a create reads what a deletion at the same time writes.
 */
const lock = (tx: Tx, zone: string) => tx.run(lockSubjectUntilCommit, [`dns-serial:${zone}`]);

export async function readRetiredSerial(tx: Tx, name: string): Promise<number | null> {
  await lock(tx, name);
  const retired = await tx.prisma.dnsRetiredSerial.findUnique({ where: { name } });
  return retired?.serial ?? null;
}

/** Before the zone's row is deleted, in the same transaction. */
export async function retireSerial(tx: Tx, name: string, serial: number): Promise<void> {
  await lock(tx, name);
  await tx.prisma.dnsRetiredSerial.upsert({ where: { name }, create: { name, serial }, update: { serial } });
}
