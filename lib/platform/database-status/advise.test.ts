import { expect, it } from "vitest";
import { advise } from "./advise";
import type { CatalogueFacts } from "./contract";

const healthy: CatalogueFacts = {
  version: "18.4",
  name: "panel",
  bytes: 1024 ** 3,
  startedAt: null,
  isReplica: false,
  maxConnections: 100,
  cacheHitRatio: 0.99,
  deadlocks: 0,
  temporaryBytes: 0,
  statisticsSince: null,
  connections: [{ name: "lightnode", state: "idle", count: 20 }],
  statements: [],
  tables: [],
  unusedIndexes: [],
  invalidIndexes: [],
  foreignKeysWithoutIndex: [],
  replicas: [],
  oldestTransactionAge: 200_000_000,
};
const pool = { size: 10, open: 5, idle: 5, waiting: 0 };
const statement = { pid: 7, name: "x", state: "active", seconds: 1, waits: null, blockedBy: [], text: "SELECT" };
const table = {
  name: "metric_raw",
  bytes: 1024 ** 3,
  indexBytes: 1,
  rows: 100_000,
  deadRows: 0,
  sequentialScans: 0,
  sequentialRows: 0,
  indexScans: 1,
  vacuumedAt: null,
  analysedAt: null,
};
const replica = { name: "r1", state: "streaming", isSynchronous: false, lagBytes: 0, lagSeconds: 0 };

it("has nothing to say about a database without problems", () => {
  const fine = { ...healthy, statements: [statement], tables: [table], replicas: [replica] };
  expect(advise(fine, pool)).toEqual([]);
});

it.each<[string, Partial<CatalogueFacts>, "warning" | "hint"]>([
  ["81 of 100 connections", { connections: [{ name: "a", state: "idle", count: 81 }] }, "warning"],
  ["open for 6 minutes", { statements: [{ ...statement, seconds: 360 }] }, "warning"],
  ["1 transactions wait for a lock", { statements: [{ ...statement, seconds: 6, blockedBy: [9] }] }, "warning"],
  ["1500 million transactions old", { oldestTransactionAge: 1_500_000_000 }, "warning"],
  ["2 deadlocks", { deadlocks: 2 }, "hint"],
  ["50 % of the rows of metric_raw", { tables: [{ ...table, deadRows: 100_000 }] }, "warning"],
  ["read completely 2,000 times", { tables: [{ ...table, sequentialScans: 2_000, sequentialRows: 2e8 }] }, "hint"],
  ["Only 90 % of the blocks", { cacheHitRatio: 0.9 }, "hint"],
  ["index i is invalid", { invalidIndexes: ["i"] }, "warning"],
  ["1 large indexes", { unusedIndexes: [{ name: "i", table: "t", bytes: 1e9 }] }, "hint"],
  ["1 foreign keys have no index", { foreignKeysWithoutIndex: [{ table: "t", name: "k" }] }, "hint"],
  ["r1 is 60 s behind", { replicas: [{ ...replica, lagSeconds: 60 }] }, "warning"],
  ["r1 does not stream (catchup)", { replicas: [{ ...replica, state: "catchup" }] }, "warning"],
])("says: %s", (title, given, severity) => {
  const [first, ...others] = advise({ ...healthy, ...given }, pool);
  expect(others).toEqual([]);
  expect(first).toMatchObject({ severity, title: expect.stringContaining(title) });
});

it("names requests that wait, before hints", () => {
  const found = advise({ ...healthy, deadlocks: 1 }, { ...pool, idle: 0, waiting: 3 });
  expect(found.map(({ severity }) => severity)).toEqual(["warning", "hint"]);
  expect(found[0]?.title).toBe("3 requests wait for a connection");
});
