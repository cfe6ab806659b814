import { isAppError, messageOf } from "@/lib/core/errors";
import type { Logger } from "@/lib/core/log";
import { sql } from "@/lib/db/transaction";
import { openStore } from "../targets/open-store";
import { cancelledDetail } from "./progress";
import { findBackup, hasFile } from "./stored";
import { verifyFile } from "./verify-file";
import { writeFile } from "./write-file";

type Tools = { log: Pick<Logger, "warn">; signal: AbortSignal };

/**
 * Writes a requested backup and verifies it when that is wanted; the caller holds the lock. A failure is stored with the
 * row and thrown.
 */
export async function runBackup(id: string, { log, signal }: Tools): Promise<void> {
  const row = await findBackup(id);
  const store = openStore(row.target);
  try {
    if (!hasFile(row.state)) {
      const started = { state: "running", phase: "rows", startedAt: new Date(), errorCode: null, error: null };
      await sql().prisma.backup.update({ where: { id }, data: started });
      await store.removePartials().catch((error: unknown) => {
        // Some services do not list them; a rule of the bucket removes them there.
        log.warn({ backup: id, error: messageOf(error) }, "what interrupted uploads left could not be removed");
      });
      await writeFile(row, store, signal);
    }
    if (row.wantsCheck) await verifyFile(await findBackup(id), store, signal);
  } catch (error) {
    await recordFailure(id, error);
    throw error;
  }
}

/** A file that is complete stays; it is not called verified. */
async function recordFailure(id: string, error: unknown): Promise<void> {
  const row = await findBackup(id);
  const isCancelled = row.cancelRequested && messageOf(error) === cancelledDetail;
  const wasWritten = row.writtenAt !== null;
  const failed = isCancelled ? "cancelled" : "failed";
  const state = wasWritten && isCancelled ? "written" : failed;
  await sql().prisma.backup.update({
    where: { id },
    data: {
      state,
      phase: null,
      wantsCheck: false,
      cancelRequested: false,
      errorCode: isAppError(error) ? error.code : "backup_failed",
      error: reasonOf(error),
    },
  });
}

export function reasonOf(error: unknown): string {
  const text = isAppError(error) && error.message === error.cure ? error.title : messageOf(error);
  return text.slice(0, 500);
}
