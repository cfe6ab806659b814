import { messageOf } from "@/lib/core/errors";
import { type Database, openDatabase } from "@/lib/db/client";
import { backupErrors } from "../errors";

/** Works on another database than the process's own, with the same models. */
export async function onDatabase<T>(url: string, work: (database: Database) => Promise<T>): Promise<T> {
  const database = openDatabase({ url, poolSize: 2, applicationName: "lightnode-restore" });
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

/** Opens a restored database as the panel does, and reads rows that every panel has. */
export async function smokeTest(url: string): Promise<void> {
  await onDatabase(url, async ({ models }) => {
    const settings = await models.backupSettings.findUnique({ where: { id: 1 } });
    const target = settings && (await models.backupTarget.findUnique({ where: { id: settings.targetId } }));
    if (!target) throw backupErrors.backup_not_equal({ detail: "The panel's own rows are missing." });
  }).catch((error: unknown) => {
    throw backupErrors.backup_not_equal({ detail: `The panel cannot read it: ${messageOf(error)}`, cause: error });
  });
}

/** A session that was ended after the backup was made must not be valid again, so that all of them end. */
export async function endSessionsOf(url: string): Promise<number> {
  return onDatabase(url, async ({ models }) => {
    const ended = { revokedAt: new Date(), revokedReason: "restored" };
    return (await models.session.updateMany({ where: { revokedAt: null }, data: ended })).count;
  });
}

export type WorkloadFact = { id: string; kind: string; name: string };

/** What runs as containers, and is in one of two databases only. */
export async function compareWorkloads(liveUrl: string, restoredUrl: string) {
  const read = (url: string) =>
    onDatabase(url, ({ models }) => models.workload.findMany({ select: { id: true, kind: true, name: true } }));
  const [live, restored] = [await read(liveUrl), await read(restoredUrl)];
  const without = (list: WorkloadFact[], other: WorkloadFact[]) =>
    list.filter(({ id }) => !other.some((item) => item.id === id));
  return {
    /** Their containers stay, and the panel no longer knows them. */
    unknownNow: without(live, restored),
    /** The panel knows them again; their containers may be gone. */
    knownAgain: without(restored, live),
  };
}
