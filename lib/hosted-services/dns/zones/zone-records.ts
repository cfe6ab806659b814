import type { DnsSource } from "@/lib/db/generated/client";
import type { Sql, Tx } from "@/lib/db/transaction";
import type { RrsetChange } from "../diff/contract";
import { type Rrset, recordTypeSchema } from "../records/contract";

/** The records of a zone in the panel, by who wrote them. */
export type SourcedRecords = Record<DnsSource, Rrset[]>;

/** Fewer than the parameters of one statement of PostgreSQL. */
const batch = 1_000;

export async function readRecords(db: Sql, zoneId: string): Promise<SourcedRecords> {
  const rows = await db.prisma.dnsRrset.findMany({ where: { zoneId }, orderBy: [{ name: "asc" }, { type: "asc" }] });
  const of = (wanted: DnsSource) =>
    rows
      .filter(({ source }) => source === wanted)
      .map(({ name, type, ttl, values }) => ({ name, type: recordTypeSchema.parse(type), ttl, values }));
  return { customer: of("customer"), system: of("system") };
}

export async function addRecords(tx: Tx, zoneId: string, source: DnsSource, rrsets: readonly Rrset[]): Promise<void> {
  const rows = rrsets.map((rrset) => ({ ...rrset, zoneId, source }));
  const [first, ...rest] = rows;
  // Prisma takes twice the time for a list of one, and most zones begin with one set.
  if (first && rest.length === 0) {
    await tx.prisma.dnsRrset.create({ data: first, select: { zoneId: true } });
    return;
  }
  for (let from = 0; from < rows.length; from += batch) {
    await tx.prisma.dnsRrset.createMany({ data: rows.slice(from, from + batch) });
  }
}

/** Writes the changes of one source; records of the other one stay as they are. */
export async function writeChanges(
  tx: Tx,
  zoneId: string,
  source: DnsSource,
  changes: readonly RrsetChange[],
): Promise<void> {
  for (let from = 0; from < changes.length; from += batch) {
    const OR = changes.slice(from, from + batch).map(({ name, type }) => ({ name, type }));
    await tx.prisma.dnsRrset.deleteMany({ where: { zoneId, source, OR } });
  }
  const added = changes.flatMap(({ name, type, after }) => (after ? { name, type, ...after } : []));
  await addRecords(tx, zoneId, source, added);
}
