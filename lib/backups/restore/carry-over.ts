import { pipeline } from "node:stream/promises";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";
import { type CatalogueTable, copyIn, copyOut, listTables } from "../snapshot/catalogue.remote.sql";
import { openSession } from "../snapshot/session";
import { emptyTables } from "./load.remote.sql";

/** In the order of their foreign keys. */
const ownTables = ["backup_target", "backup_settings", "backup", "backup_restore"];

/**
 * Backups, their places and settings are facts about this machine and do not go back in time: what the panel knew of them
 * just now replaces what the restored database knows. Both databases have the same version.
 */
export async function carryOver(fromUrl: string, toUrl: string): Promise<void> {
  const from = await openSession(fromUrl);
  try {
    const to = await openSession(toUrl, "lightnode-restore");
    try {
      const all = (await from.client.query<CatalogueTable>(listTables)).rows;
      const tables = ownTables.flatMap((name) =>
        all.filter((table) => table.schema === "public" && table.name === name),
      );
      await to.client.query("BEGIN");
      await to.client.query(emptyTables(tables));
      for (const table of tables) {
        await pipeline(from.client.query(copyTo(copyOut(table))), to.client.query(copyFrom(copyIn(table))));
      }
      await to.client.query("COMMIT");
    } finally {
      to.close();
    }
  } finally {
    from.close();
  }
}
