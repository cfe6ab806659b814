import type { CatalogueFacts, DatabaseAdvice } from "./contract";

type Pool = { size: number; open: number; idle: number; waiting: number };

const mib = 1024 * 1024;
const percent = (share: number) => `${Math.round(share * 100)} %`;

/** What an administrator should do about a database, the most urgent first. Pure. */
export function advise(facts: CatalogueFacts, pool: Pool): DatabaseAdvice[] {
  const found = [
    ...adviseOnConnections(facts, pool),
    ...adviseOnTransactions(facts),
    ...adviseOnTables(facts),
    ...adviseOnIndexes(facts),
    ...adviseOnReplicas(facts),
  ];
  return found.sort((one, other) => Number(other.severity === "warning") - Number(one.severity === "warning"));
}

function adviseOnConnections({ connections, maxConnections }: CatalogueFacts, pool: Pool): DatabaseAdvice[] {
  const used = connections.reduce((sum, { count }) => sum + count, 0);
  const advice: DatabaseAdvice[] = [];
  if (used / maxConnections > 0.8) {
    const text = "Lower DATABASE_POOL_SIZE, raise max_connections, or put PgBouncer in between.";
    advice.push({ severity: "warning", title: `${used} of ${maxConnections} connections are in use`, text });
  }
  if (pool.waiting > 0) {
    const text = `All ${pool.size} connections of this web process are in use. Raise DATABASE_POOL_SIZE, or look for slow statements below.`;
    advice.push({ severity: "warning", title: `${pool.waiting} requests wait for a connection`, text });
  }
  return advice;
}

function adviseOnTransactions({ statements, oldestTransactionAge, deadlocks }: CatalogueFacts): DatabaseAdvice[] {
  const advice: DatabaseAdvice[] = [];
  const long = statements.find(({ seconds }) => seconds > 300);
  if (long) {
    const title = `A transaction has been open for ${Math.round(long.seconds / 60)} minutes`;
    const text = `It keeps old rows from being removed. If it is not wanted, end it: SELECT pg_terminate_backend(${long.pid}).`;
    advice.push({ severity: "warning", title, text });
  }
  const blocked = statements.filter(({ blockedBy, seconds }) => blockedBy.length > 0 && seconds > 5);
  if (blocked.length > 0) {
    const text = "See which transaction holds the lock in the list below, and why it is still open.";
    advice.push({ severity: "warning", title: `${blocked.length} transactions wait for a lock`, text });
  }
  if (oldestTransactionAge > 1_000_000_000) {
    const text =
      "PostgreSQL stops at 2,000 million to protect the data. Run VACUUM FREEZE, and see why autovacuum does not.";
    advice.push({
      severity: "warning",
      title: `The oldest row is ${millions(oldestTransactionAge)} transactions old`,
      text,
    });
  }
  if (deadlocks > 0) {
    const text =
      "PostgreSQL ended one of two transactions each time; the panel repeats them. Its log names the statements.";
    advice.push({ severity: "hint", title: `${deadlocks} deadlocks since the statistics began`, text });
  }
  return advice;
}

const millions = (count: number) => `${Math.round(count / 1_000_000)} million`;

function adviseOnTables({ tables, cacheHitRatio, bytes }: CatalogueFacts): DatabaseAdvice[] {
  const advice: DatabaseAdvice[] = [];
  for (const { name, rows, deadRows, bytes: size } of tables) {
    const share = deadRows / Math.max(1, rows + deadRows);
    if (deadRows < 10_000 || share < 0.3 || size < 8 * mib) continue;
    const title = `${percent(share)} of the rows of ${name} are dead`;
    advice.push({ severity: "warning", title, text: `Run VACUUM (ANALYZE) ${name}; see why autovacuum does not.` });
  }
  for (const { name, rows, sequentialScans, sequentialRows } of tables) {
    const mean = sequentialRows / Math.max(1, sequentialScans);
    if (rows < 50_000 || sequentialScans < 1_000 || mean < rows / 2) continue;
    const title = `${name} was read completely ${sequentialScans.toLocaleString("en")} times`;
    advice.push({
      severity: "hint",
      title,
      text: "An index may be missing. Report it with the slow statements below.",
    });
  }
  if (cacheHitRatio !== null && cacheHitRatio < 0.95 && bytes > 256 * mib) {
    const text = "Raise shared_buffers to about a quarter of the memory of the database's machine.";
    advice.push({ severity: "hint", title: `Only ${percent(cacheHitRatio)} of the blocks were found in memory`, text });
  }
  return advice;
}

function adviseOnIndexes({ invalidIndexes, unusedIndexes, foreignKeysWithoutIndex }: CatalogueFacts): DatabaseAdvice[] {
  const advice: DatabaseAdvice[] = [];
  for (const name of invalidIndexes) {
    const text = `It is not used and slows writes. Run REINDEX INDEX CONCURRENTLY ${name}.`;
    advice.push({ severity: "warning", title: `The index ${name} is invalid`, text });
  }
  const large = unusedIndexes.filter(({ bytes }) => bytes > 64 * mib);
  if (large.length > 0) {
    const text = "They may be needed by rare work. Do not drop indexes of the panel: report them.";
    advice.push({ severity: "hint", title: `${large.length} large indexes were never used`, text });
  }
  if (foreignKeysWithoutIndex.length > 0) {
    const title = `${foreignKeysWithoutIndex.length} foreign keys have no index`;
    advice.push({ severity: "hint", title, text: "A deletion in the table that they refer to reads the whole table." });
  }
  return advice;
}

function adviseOnReplicas({ replicas }: CatalogueFacts): DatabaseAdvice[] {
  return replicas
    .filter(({ state, lagSeconds }) => state !== "streaming" || (lagSeconds ?? 0) > 30)
    .map(({ name, state, lagSeconds }) => ({
      severity: "warning",
      title:
        state === "streaming"
          ? `The replica ${name} is ${Math.round(lagSeconds ?? 0)} s behind`
          : `The replica ${name} does not stream (${state})`,
      text: "See the load of its machine and the network between both.",
    }));
}
