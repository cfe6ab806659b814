import { createHash, type Hash } from "node:crypto";
import { env } from "@/lib/core/env";
import { directDatabaseUrl } from "@/lib/db/client";
import { sql } from "@/lib/db/transaction";
import { currentBackupKey } from "../backup-keys";
import { writeBackup } from "../format/backup-stream";
import { rowsIn } from "../format/document";
import { type Compression, compressions } from "../format/header";
import { panelVersion } from "../panel-version";
import { readDataFiles } from "../snapshot/data-files";
import { Snapshot } from "../snapshot/take-snapshot";
import type { BackupStore } from "../targets/target";
import { Progress } from "./progress";
import type { StoredBackup } from "./stored";

type Written = { bytes: number; hash: Hash };

/** Writes the file of one backup, and records what is in it. */
export async function writeFile(row: StoredBackup, store: BackupStore, signal: AbortSignal): Promise<void> {
  const startedAt = Date.now();
  const key = currentBackupKey();
  const progress = new Progress(row.id, "rows", signal);
  let snapshot: Snapshot | null = null;
  try {
    snapshot = await Snapshot.open({
      url: directDatabaseUrl(),
      withMetrics: row.withMetrics,
      files: await readDataFiles(),
      signal: progress.signal,
      onRows: (rows) => progress.add(rows),
    });
    progress.expect(snapshot.estimatedRows);
    const version = panelVersion();
    const facts = {
      id: row.id,
      createdAt: new Date().toISOString(),
      panelVersion: version,
      installationId: env().INSTALLATION_ID,
      lastMigration: snapshot.lastMigration,
      compression: compressionOf(row.compression),
    };
    const written: Written = { bytes: 0, hash: createHash("sha256") };
    const file = measured(writeBackup(facts, key, snapshot.records()), written);
    await store.write(row.fileName, file, progress.signal);
    await progress.stop();
    const { document, lastMigration } = snapshot;
    const figures = { tables: document.tables.length, rows: rowsIn(document), bytes: written.bytes };
    await sql().prisma.backup.update({
      where: { id: row.id },
      data: {
        ...figures,
        state: "written",
        phase: null,
        sha256: written.hash.digest("hex"),
        rowsDone: figures.rows,
        rowsExpected: figures.rows,
        keyId: key.id,
        lastMigration,
        panelVersion: version,
        writtenAt: new Date(),
        writeMs: Date.now() - startedAt,
      },
    });
  } catch (error) {
    progress.signal.throwIfAborted();
    throw error;
  } finally {
    await progress.stop();
    snapshot?.close();
  }
}

async function* measured(source: AsyncIterable<Buffer>, written: Written): AsyncGenerator<Buffer> {
  for await (const chunk of source) {
    written.bytes += chunk.length;
    written.hash.update(chunk);
    yield chunk;
  }
}

function compressionOf(stored: string): Compression {
  return compressions.find((name) => name === stored) ?? "gzip";
}
