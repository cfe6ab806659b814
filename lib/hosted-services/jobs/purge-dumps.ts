import { sql } from "@/lib/db/transaction";
import { defineJob } from "@/lib/jobs/define-job";
import { listDumpFiles } from "../databases/dumps/dump-file";
import { countDumps } from "./purge.sql";

/** A file may be written right now: its row comes first, or within the time that an upload takes. */
const youngMs = 2 * 60 * 60_000;

export const purgeDumpsJob = defineJob({
  name: "hosted-services.purge-dumps",
  summary: "Deletes dumps of databases after their time.",
  schedule: "23 * * * *",
  timeoutSeconds: 300,
  run: async ({ signal }) => {
    const files = await listDumpFiles();
    if (files.length === 0 && !(await sql().row(countDumps))?.count) return;
    await sql().prisma.hostedDump.deleteMany({ where: { expiresAt: { lt: new Date() } } });
    for (const { id, modifiedAt, remove } of files) {
      signal.throwIfAborted();
      const isKept = (await sql().prisma.hostedDump.count({ where: { id } })) > 0;
      if (!isKept && Date.now() - modifiedAt.getTime() > youngMs) await remove();
    }
  },
});
