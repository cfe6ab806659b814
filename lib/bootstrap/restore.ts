import { readFileSync, writeSync } from "node:fs";
import { readKit } from "@/lib/backups/kit/read-kit";
import { restoreRows, unpackFiles } from "@/lib/backups/restore/bare-machine";
import { messageOf } from "@/lib/core/errors";

/**
 * Run by `npm start -- --restore BACKUP --kit FILE` before the panel: `files BACKUP KIT` writes the secrets, so that the
 * database can be made with them; `rows BACKUP` fills it. Prints one line for scripts/start.mjs.
 */
const [what, backup = "", kit = ""] = process.argv.slice(2);

async function run(): Promise<string> {
  if (what === "files") return (await unpackFiles(backup, readKit(readFileSync(kit, "utf8")))).join(", ");
  const { tables, rows, madeAt, migrated } = await restoreRows(backup, new AbortController().signal);
  const since = migrated.length > 0 ? `, ${migrated.length} migrations from an older version` : "";
  return `${rows} rows of ${tables} tables as of ${madeAt}, equal to the backup${since}`;
}

try {
  writeSync(1, `${await run()}\n`);
  process.exit(0);
} catch (error) {
  writeSync(2, `${messageOf(error)}\n`);
  process.exit(1);
}
