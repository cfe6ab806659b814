import { lockSubjectUntilCommit } from "@/lib/db/locks.sql";
import type { Tx } from "@/lib/db/transaction";

/**
 * The last serials of deleted zones: resolvers and secondary servers may have such a zone, so one of the same name goes on
 * from it. A create takes the lock first and reads the serial then, so that it sees what a deletion at the same time writes.
 * Both hold the lock until the commit.
 */
async function lockRetiredSerial(tx: Tx, zone: string): Promise<void> {
  await tx.run(lockSubjectUntilCommit, [`dns-serial:${zone}`]);
}

/** Of a deleted zone of this name; null without one. Locked until the caller's transaction ends. */
export async function readRetiredSerial(tx: Tx, name: string): Promise<number | null> {
  await lockRetiredSerial(tx, name);
  return (await tx.prisma.dnsRetiredSerial.findUnique({ where: { name } }))?.serial ?? null;
}

/** Before the zone's row is deleted, in the same transaction. */
export async function retireSerial(tx: Tx, name: string, serial: number): Promise<void> {
  await lockRetiredSerial(tx, name);
  await tx.prisma.dnsRetiredSerial.upsert({ where: { name }, create: { name, serial }, update: { serial } });
}
