import { messageOf } from "@/lib/core/errors";
import { openDatabase } from "@/lib/db/client";
import { backupErrors } from "../errors";

/** Opens a restored database as the panel does, and reads rows that every panel has. */
export async function smokeTest(url: string): Promise<void> {
  const database = openDatabase({ url, poolSize: 2, applicationName: "lightnode-restore" });
  try {
    const settings = await database.models.backupSettings.findUnique({ where: { id: 1 } });
    const target = settings && (await database.models.backupTarget.findUnique({ where: { id: settings.targetId } }));
    if (!target) throw backupErrors.backup_not_equal({ detail: "The panel's own rows are missing." });
  } catch (error) {
    throw backupErrors.backup_not_equal({ detail: `The panel cannot read it: ${messageOf(error)}`, cause: error });
  } finally {
    await database.close();
  }
}
