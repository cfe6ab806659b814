import { createHash } from "node:crypto";
import { env } from "@/lib/core/env";
import { sql } from "@/lib/db/transaction";
import { backupKeys } from "../backup-keys";
import { backupErrors } from "../errors";
import { rowsIn } from "../format/document";
import { loadBackup } from "../restore/load-backup";
import { smokeTest } from "../restore/settle-restored";
import { withEmptyDatabase } from "../server/database-server";
import type { BackupStore } from "../targets/target";
import { Progress } from "./progress";
import type { StoredBackup } from "./stored";

/** Restores the file into a database of its own, with every check, and drops that. Only then is a backup verified. */
export async function verifyFile(row: StoredBackup, store: BackupStore, signal: AbortSignal): Promise<void> {
  const startedAt = Date.now();
  await sql().prisma.backup.update({
    where: { id: row.id },
    data: { state: "verifying", phase: "preparing", rowsDone: 0, wantsCheck: false, cancelRequested: false },
  });
  const progress = new Progress(row.id, "preparing", signal);
  try {
    await withEmptyDatabase("check", async ({ url }) => {
      const hash = createHash("sha256");
      const { document } = await loadBackup(hashed(await store.read(row.fileName, progress.signal), hash), {
        url,
        keys: backupKeys(),
        installationId: env().INSTALLATION_ID,
        signal: progress.signal,
        onPhase: (phase) => progress.phase(phase),
        onRows: (rows) => progress.add(rows),
      });
      if (row.sha256 !== null && hash.digest("hex") !== row.sha256) {
        throw backupErrors.backup_not_equal({ detail: "The file is another one than was written." });
      }
      if (row.rows !== null && BigInt(rowsIn(document)) !== row.rows) {
        throw backupErrors.backup_not_equal({ detail: "The file has another number of rows than was written." });
      }
      await smokeTest(url);
    });
    await progress.stop();
    await sql().prisma.backup.update({
      where: { id: row.id },
      data: {
        state: "verified",
        phase: null,
        errorCode: null,
        error: null,
        verifiedAt: new Date(),
        verifyMs: Date.now() - startedAt,
        rowsDone: row.rows ?? 0,
      },
    });
  } catch (error) {
    progress.signal.throwIfAborted();
    throw error;
  } finally {
    await progress.stop();
  }
}

async function* hashed(source: AsyncIterable<Uint8Array>, hash: ReturnType<typeof createHash>) {
  for await (const chunk of source) {
    hash.update(chunk);
    yield chunk;
  }
}
