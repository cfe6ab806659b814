import type { Actor } from "@/lib/access/actor";
import { authorise, requireUserId } from "@/lib/access/authorise";
import type { Permission } from "@/lib/access/permissions";
import { coreErrors } from "@/lib/core/errors";
import { escapeLike } from "@/lib/db/escape-like";
import { readSql } from "@/lib/db/replica/replica";
import type { Row } from "@/lib/db/statement";
import { type Sql, sql } from "@/lib/db/transaction";
import { type MetricName, metricNames } from "../metrics/contract";
import { machineFacts } from "../samples/contract";
import type { FleetFilter, MachineDetail, MachineView } from "./contract";
import { listedMetrics, listMachineRows } from "./machines.sql";

type MachineRow = Row<typeof listMachineRows>;

/** Figures change, so that no key continues their order: each page sorts the whole fleet and begins after the cursor. */
const mostSorted = 20_000;

const isoOf = (seconds: number) => new Date(Math.round(seconds * 1000)).toISOString();
const iso = (seconds: number | null) => (seconds === null ? null : isoOf(seconds));

/** `names`: of the readings, in their order. Plain loops: a thousand rows are read at once. */
function viewOf(row: MachineRow, names: readonly MetricName[]): MachineView {
  return {
    id: row.id,
    name: row.name,
    owner: row.ownerId === null ? null : { id: row.ownerId, name: row.ownerName ?? "" },
    isLocal: row.isLocal,
    presence: row.presence,
    hostname: row.hostname,
    os: row.os,
    version: row.version,
    lastSampleAt: iso(row.lastSampleAt),
    lastSeenAt: iso(row.lastSeenAt),
    clockSkewMs: row.clockSkewMs,
    copySeenAt: iso(row.copySeenAt),
    readings: readingsOf(row.readings, names),
    spark: row.spark ? row.spark.split(",").map(Number) : [],
    createdAt: isoOf(row.createdAt),
  };
}

function readingsOf(text: string | null, names: readonly MetricName[]): Record<string, number> {
  const readings: Record<string, number> = {};
  const values = text?.split(",") ?? [];
  for (const [place, name] of names.entries()) {
    const value = values[place];
    if (value) readings[name] = Number(value);
  }
  return readings;
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
  const rows = await readSql().rows(listMachineRows, filters);
  const start = cursor === undefined ? 0 : rows.findIndex(({ id }) => id === cursor) + 1;
  const page = rows.slice(start, start + limit);
  const hasMore = rows.length > start + limit;
  return {
    items: page.map((row) => viewOf(row, listedMetrics)),
    nextCursor: hasMore ? (page.at(-1)?.id ?? null) : null,
  };
}

export async function getMachine(actor: Actor, id: string): Promise<MachineDetail> {
  const row = await loadMachine(actor, id, "machine.read");
  const { facts, previousUntil } = await sql().prisma.machine.findUniqueOrThrow({
    where: { id },
    select: { facts: true, previousUntil: true },
  });
  return {
    ...viewOf(row, metricNames),
    facts: machineFacts.safeParse(facts).data ?? null,
    previousUntil: previousUntil && previousUntil > new Date() ? previousUntil.toISOString() : null,
  };
}
