import type { Actor } from "@/lib/access/actor";
import { authorise, requireUserId } from "@/lib/access/authorise";
import type { Permission } from "@/lib/access/permissions";
import { coreErrors } from "@/lib/core/errors";
import { escapeLike } from "@/lib/db/escape-like";
import type { Row } from "@/lib/db/statement";
import { type Sql, sql } from "@/lib/db/transaction";
import { metricNames } from "../metrics/contract";
import { machineFacts } from "../samples/contract";
import { parseReals } from "../samples/parse-reals";
import type { FleetFilter, MachineDetail, MachineView } from "./contract";
import { listMachineRows } from "./machines.sql";

type MachineRow = Row<typeof listMachineRows>;

/** Figures change, so that no key continues their order: each page sorts the whole fleet and begins after the cursor. */
const mostSorted = 20_000;

const iso = (at: Date | null) => at?.toISOString() ?? null;

function viewOf(row: MachineRow): MachineView {
  const { ownerId, ownerName, subject: _subject, readings, spark, ...rest } = row;
  const values = parseReals(readings);
  const known = metricNames.map((name, place) => [name, values[place] ?? null] as const);
  return {
    ...rest,
    owner: ownerId === null ? null : { id: ownerId, name: ownerName ?? "" },
    readings: Object.fromEntries(known.flatMap(([name, value]) => (value === null ? [] : [[name, value]]))),
    spark: parseReals(spark).filter((value) => value !== null),
    lastSampleAt: iso(row.lastSampleAt),
    lastSeenAt: iso(row.lastSeenAt),
    copySeenAt: iso(row.copySeenAt),
    createdAt: row.createdAt.toISOString(),
  };
}

/** The machine when the actor may do this to it, else `not_found`: not theirs and not there look the same. */
export async function loadMachine(
  actor: Actor,
  id: string,
  permission: Permission,
  db: Sql = sql(),
): Promise<MachineRow> {
  const owner = authorise(actor, permission) === "all" ? null : requireUserId(actor);
  const row = await db.row(listMachineRows, [owner, null, null, "name", 1, id, null]);
  if (!row) throw coreErrors.not_found({ detail: "There is no such machine." });
  return row;
}

/** Own machines, or all of them for staff, with their newest figures. */
export async function listMachines(
  actor: Actor,
  { q, presence, changed, sort, limit, cursor }: FleetFilter & { q?: string | undefined },
): Promise<{ items: MachineView[]; nextCursor: string | null }> {
  const owner = authorise(actor, "machine.read") === "all" ? null : requireUserId(actor);
  const pattern = q ? `%${escapeLike(q)}%` : null;
  const most = cursor === undefined ? limit + 1 : mostSorted;
  const filters = [owner, pattern, presence ?? null, sort, most, null, changed ? true : null];
  const rows = await sql().rows(listMachineRows, filters);
  const start = cursor === undefined ? 0 : rows.findIndex(({ id }) => id === cursor) + 1;
  const page = rows.slice(start, start + limit);
  const hasMore = rows.length > start + limit;
  return { items: page.map(viewOf), nextCursor: hasMore ? (page.at(-1)?.id ?? null) : null };
}

export async function getMachine(actor: Actor, id: string): Promise<MachineDetail> {
  const row = await loadMachine(actor, id, "machine.read");
  const { facts, previousUntil } = await sql().prisma.machine.findUniqueOrThrow({
    where: { id },
    select: { facts: true, previousUntil: true },
  });
  return {
    ...viewOf(row),
    facts: machineFacts.safeParse(facts).data ?? null,
    previousUntil: previousUntil && previousUntil > new Date() ? previousUntil.toISOString() : null,
  };
}
