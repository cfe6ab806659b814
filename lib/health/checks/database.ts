import { database } from "@/lib/db/client";
import { ping } from "@/lib/db/notify.sql";
import { longestLagMs, replicaState } from "@/lib/db/replica/replica";
import { sql } from "@/lib/db/transaction";
import { above, type HealthCheck } from "../check";
import { healthFacts } from "../facts";

const pings = 5;
const slowAdvice = {
  text: "The database is slow. See whether its machine is busy and whether statements wait for locks.",
  command: "npm run cli -- health",
};

export const databaseCheck: HealthCheck = {
  name: "database",
  label: "Database",
  unit: "ms",
  async run() {
    const times: number[] = [];
    for (let round = 0; round < pings; round += 1) {
      const startedAt = performance.now();
      await sql().row(ping);
      times.push(performance.now() - startedAt);
    }
    const middle = times.sort((one, other) => one - other)[2] ?? 0;
    const state = above(middle, { degraded: 50, failed: 1_000 });
    return { state, value: middle, ...(state === "ok" ? {} : { advice: slowAdvice }) };
  },
};

export const replicaCheck: HealthCheck = {
  name: "replica",
  label: "Database replica",
  unit: "ms",
  async run() {
    const replica = replicaState();
    if (!replica) return { state: "off", detail: "not used" };
    if (!replica.isProbed) return { state: "ok", detail: "not asked yet" };
    const { lagMs } = replica;
    if (lagMs !== null && lagMs <= longestLagMs) return { state: "ok", value: lagMs };
    const text = "Everything is read from the database meanwhile. See the load of the replica and the network to it.";
    const detail = lagMs === null ? "It does not answer, or is no replica." : "It is far behind.";
    return {
      state: "degraded",
      ...(lagMs === null ? {} : { value: lagMs }),
      detail,
      advice: { text, href: "/admin/database" },
    };
  },
};

export const connectionsCheck: HealthCheck = {
  name: "connections",
  label: "Database connections",
  unit: "%",
  async run() {
    const { connections, mostConnections, oldestTransaction } = await healthFacts();
    const used = (connections / mostConnections) * 100;
    const { waitingCount } = database().pool;
    const isStuck = (oldestTransaction ?? 0) > 300;
    const state = isStuck ? "degraded" : above(used, { degraded: 80, failed: 95 });
    const detail = isStuck
      ? `A transaction has been open for ${Math.round((oldestTransaction ?? 0) / 60)} minutes.`
      : `${connections} of ${mostConnections} in use${waitingCount > 0 ? `, ${waitingCount} callers wait` : ""}.`;
    if (state === "ok") return { state, value: used, detail };
    const text = "Lower DATABASE_POOL_SIZE, raise max_connections of PostgreSQL, or end the open transaction.";
    return { state, value: used, detail, advice: { text, href: "/admin/health" } };
  },
};
