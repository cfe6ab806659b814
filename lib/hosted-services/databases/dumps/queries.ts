import { Readable } from "node:stream";
import type { Actor } from "@/lib/access/actor";
import { coreErrors } from "@/lib/core/errors";
import type { HostedDump } from "@/lib/db/generated/client";
import { type Sql, sql, transaction } from "@/lib/db/transaction";
import { hostedServiceErrors } from "../../errors";
import { audit } from "../../resources/change-hosted";
import { databaseKind } from "../database";
import { loadDatabase } from "../load-database";
import type { DumpView } from "./contract";
import { openDumpFile } from "./dump-file";
import { toDumpView } from "./dump-views";

/** All dumps of one database, the newest first. */
export async function listDumps(actor: Actor, id: string): Promise<{ items: DumpView[] }> {
  await loadDatabase(actor, id, "database.read", sql());
  const rows = await sql().prisma.hostedDump.findMany({ where: { databaseId: id }, orderBy: { id: "desc" } });
  return { items: rows.map(toDumpView) };
}

/** A dump of this database; the caller has loaded the database within the actor's reach. */
export async function findDump(db: Sql, databaseId: string, dumpId: string): Promise<HostedDump> {
  const dump = await db.prisma.hostedDump.findFirst({ where: { id: dumpId, databaseId } });
  if (!dump) throw coreErrors.not_found({ detail: "There is no such dump." });
  return dump;
}

export function requireReady({ status }: HostedDump): void {
  if (status !== "ready") throw hostedServiceErrors.dump_not_ready({ detail: `The dump is ${status}.` });
}

/** The file as it is stored, compressed; audited. */
export async function downloadDump(actor: Actor, id: string, dumpId: string): Promise<Response> {
  const { dump, row } = await transaction(async (tx) => {
    const row = await loadDatabase(actor, id, "database.credentials", tx);
    const dump = await findDump(tx, id, dumpId);
    requireReady(dump);
    await audit(tx, actor, databaseKind, row, "dump_downloaded", { dumpId });
    return { dump, row };
  });
  const name = `${row.name.replace(/[^\w.-]+/g, "_")}-${dump.createdAt.toISOString().slice(0, 10)}.sql.gz`;
  return new Response(Readable.toWeb(openDumpFile(dumpId)) as ReadableStream<Uint8Array>, {
    headers: {
      "content-type": "application/gzip",
      "content-disposition": `attachment; filename="${name}"`,
      ...(dump.sizeBytes === null ? {} : { "content-length": String(dump.sizeBytes) }),
    },
  });
}
