import { setTimeout as sleep } from "node:timers/promises";
import type { Client } from "pg";
import { messageOf } from "@/lib/core/errors";
import { backupErrors } from "../errors";
import { liveName, onServer } from "../server/database-server";
import { endSessions, renameDatabase } from "../server/server.remote.sql";

/**
 * Puts another database in the place of the panel's, which gets the name `before`. Both renames are one transaction of
 * PostgreSQL: whenever a process is killed, there is a whole database under the panel's name. A rename locks the name, so that
 * new connections wait until it has ended.
 */
export async function swapDatabases(replacement: string, before: string): Promise<void> {
  const live = liveName();
  await onServer((renaming) =>
    onServer(async (ending) => {
      const stopped = new AbortController();
      const sessions = endAll(ending, [live, replacement], stopped.signal);
      try {
        await renameBoth(renaming, { live, replacement, before });
      } finally {
        stopped.abort();
        await sessions;
      }
    }),
  );
}

type Names = { live: string; replacement: string; before: string };
const attempts = 3;

async function renameBoth(client: Client, { live, replacement, before }: Names): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    await client.query("BEGIN");
    try {
      await client.query(renameDatabase(live, before));
      await client.query(renameDatabase(replacement, live));
      await client.query("COMMIT");
      return;
    } catch (error) {
      await client.query("ROLLBACK");
      const isInUse = error instanceof Error && "code" in error && error.code === "55006";
      if (!isInUse || attempt === attempts) {
        throw backupErrors.backup_rights_missing({
          detail: `The databases could not be exchanged: ${messageOf(error)}`,
          cause: error,
        });
      }
    }
  }
}

/** Processes connect again at once, so their sessions are ended until the names have changed. */
async function endAll(client: Client, names: string[], signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await client.query(endSessions, [names]).catch(() => {});
    await sleep(50, undefined, { signal }).catch(() => {});
  }
}
