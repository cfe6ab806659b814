import { mkdir, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { env } from "@/lib/core/env";
import { directDatabaseUrl } from "@/lib/db/client";
import { backupKeys } from "../backup-keys";
import { readBackup } from "../format/backup-stream";
import { rowsIn } from "../format/document";
import { dataFiles } from "../snapshot/data-files";
import { type LoadResult, loadBackup } from "./load-backup";
import { openSource } from "./open-source";
import { endSessionsOf, onDatabase, smokeTest } from "./settle-restored";

/** What `npm start -- --restore` does on a machine that has nothing but a backup and its recovery kit. */
class FilesRead extends Error {}

/** The files of DATA_DIR come before the rows: reads no further, and writes them. Each frame was authenticated. */
export async function unpackFiles(given: string, keys: ReadonlyMap<string, Buffer>): Promise<string[]> {
  const stopped = new AbortController();
  const source = await openSource(given);
  const files = new Map<string, Buffer>();
  await readBackup(await source.open(stopped.signal), {
    keys,
    onSection: async ({ start, data }) => {
      if (start.kind !== "file") throw new FilesRead();
      const parts: Buffer[] = [];
      for await (const part of data) parts.push(part);
      files.set(start.name, Buffer.concat(parts));
    },
  }).catch((error: unknown) => {
    if (!(error instanceof FilesRead)) throw error;
  });
  const { DATA_DIR } = env();
  await mkdir(DATA_DIR, { recursive: true, mode: 0o700 });
  for (const name of dataFiles) {
    const content = files.get(name);
    if (!content) continue;
    const file = path.join(DATA_DIR, name);
    await writeFile(`${file}.new`, content, { mode: 0o600 });
    await rename(`${file}.new`, file);
  }
  return [...files.keys()];
}

/** All rows into the empty database of this panel, with every check. */
export async function restoreRows(given: string, signal: AbortSignal) {
  const source = await openSource(given);
  const url = directDatabaseUrl();
  const result = await loadBackup(await source.open(signal), { url, keys: backupKeys(), installationId: null, signal });
  await settle(url);
  return summaryOf(result);
}

/**
 * Makes a loaded database one that a panel can run on: the backup itself was in progress when its snapshot was taken, and
 * sessions of then must not be valid again.
 */
export async function settle(url: string): Promise<void> {
  await smokeTest(url);
  await endSessionsOf(url);
  await onDatabase(url, async ({ models }) => {
    const failed = {
      state: "failed",
      phase: null,
      error: "The panel was restored to a moment when it was in progress.",
    };
    const isOpen = { state: { in: ["requested", "running", "verifying"] } };
    await models.backup.updateMany({ where: isOpen, data: { ...failed, wantsCheck: false } });
    await models.backupRestore.updateMany({ where: isOpen, data: failed });
  });
}

function summaryOf({ header, document, migrated }: LoadResult) {
  return {
    madeAt: header.createdAt,
    panelVersion: header.panelVersion,
    tables: document.tables.length,
    rows: rowsIn(document),
    migrated,
  };
}
