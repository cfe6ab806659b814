import { directDatabaseUrl } from "@/lib/db/client";
import { tryLockSubject } from "@/lib/db/locks.sql";
import { backupErrors } from "../errors";
import { openSession } from "../snapshot/session";

/**
 * One backup, verification, restore or removal at a time over all processes. The lock belongs to a connection: it ends
 * with the process, so what is still called running by a row while the lock is free was interrupted.
 */
const subject = "backups";

/** Null when another process works. */
export async function tryWorkLock(): Promise<{ release(): void } | null> {
  const session = await openSession(directDatabaseUrl(), "lightnode-backup-lock");
  try {
    const { rows } = await session.client.query<{ done: boolean }>(tryLockSubject.text, [subject]);
    if (rows[0]?.done) return { release: session.close };
  } catch (error) {
    session.close();
    throw error;
  }
  session.close();
  return null;
}

/** Throws `backup_running` when another process works. */
export async function withWorkLock<T>(work: () => Promise<T>): Promise<T> {
  const lock = await tryWorkLock();
  if (!lock) throw backupErrors.backup_running();
  try {
    return await work();
  } finally {
    lock.release();
  }
}
