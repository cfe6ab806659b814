import type { Actor } from "@/lib/access/actor";
import { authorise, requireUserId } from "@/lib/access/authorise";
import { readSql } from "@/lib/db/replica/replica";
import type { Presence } from "../contract";
import type { FleetSummary } from "./contract";
import { summarise } from "./fleet.sql";

/** The fleet in figures: the actor's own, or everybody's for staff. Revoked executors count as such only. */
export async function summariseFleet(actor: Actor): Promise<FleetSummary> {
  const owner = authorise(actor, "executor.read") === "all" ? null : requireUserId(actor);
  const rows = await readSql().rows(summarise, [owner]);
  const sum = (of: typeof rows) => of.reduce((total, { count }) => total + count, 0);
  const count = (presence: Presence) => sum(rows.filter((row) => row.presence === presence));
  const byPresence = {
    never: count("never"),
    online: count("online"),
    late: count("late"),
    offline: count("offline"),
    flapping: count("flapping"),
    revoked: count("revoked"),
  };
  const alive = rows.filter(({ presence }) => presence !== "revoked");
  const names = [...new Set(alive.flatMap(({ version }) => (version === null ? [] : [version])))];
  const versions = names
    .map((version) => ({ version, count: sum(alive.filter((row) => row.version === version)) }))
    .sort((a, b) => b.count - a.count);
  return { total: sum(alive), byPresence, drifted: sum(alive.filter(({ drifted }) => drifted)), versions };
}
