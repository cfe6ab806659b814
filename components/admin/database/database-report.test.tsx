import { screen, within } from "@testing-library/react";
import { expect, it } from "vitest";
import { show } from "@/components/testing/show";
import type { CatalogueFacts, DatabaseStatus } from "@/lib/platform/database-status/contract";
import { DatabaseReport } from "./database-report";

const facts: CatalogueFacts = {
  version: "18.4",
  name: "panel",
  bytes: 50 * 1024 * 1024,
  startedAt: "2026-01-01T00:00:00Z",
  isReplica: false,
  maxConnections: 100,
  cacheHitRatio: 0.998,
  deadlocks: 0,
  temporaryBytes: 0,
  statisticsSince: null,
  connections: [
    { name: "lightnode", state: "idle", count: 9 },
    { name: "lightnode", state: "active", count: 1 },
    { name: "psql", state: "active", count: 2 },
  ],
  statements: [],
  tables: [],
  unusedIndexes: [],
  invalidIndexes: [],
  foreignKeysWithoutIndex: [],
  replicas: [],
  oldestTransactionAge: 1_000,
};
const status = (given: Partial<DatabaseStatus>, more: Partial<CatalogueFacts> = {}): DatabaseStatus => ({
  facts: { ...facts, ...more },
  pool: { size: 10, open: 4, idle: 3, waiting: 0 },
  slowStatements: [],
  advice: [],
  ...given,
});

it("says that nothing needs attention, and shows figures with what they mean", () => {
  show(<DatabaseReport status={status({})} />);
  expect(screen.getByText(/Nothing needs your attention/)).not.toBeNull();
  expect(screen.getByText("12 of 100")).not.toBeNull();
  expect(screen.getByText("lightnode 10, psql 2")).not.toBeNull();
  expect(screen.getByText("1 of 10 in use")).not.toBeNull();
  expect(screen.getByText("No transaction is open.")).not.toBeNull();
  expect(screen.queryByRole("region", { name: "Replicas" })).toBeNull();
});

it("shows the largest tables, and all of them when asked", async () => {
  const table = {
    bytes: 1,
    indexBytes: 0,
    rows: 0,
    deadRows: 0,
    sequentialScans: 0,
    sequentialRows: 0,
    indexScans: 0,
    vacuumedAt: null,
    analysedAt: null,
  };
  const tables = Array.from({ length: 20 }, (_, number) => ({ ...table, name: `table_${number}` }));
  const { user } = show(<DatabaseReport status={status({}, { tables })} />);
  expect(screen.queryByText("table_12")).toBeNull();
  await user.click(screen.getByRole("button", { name: "Show all 20" }));
  expect(screen.getByText("table_19")).not.toBeNull();
});

it("shows advice with what to do, who blocks whom, and replicas", () => {
  const statement = {
    pid: 7,
    name: "psql",
    state: "active",
    seconds: 90,
    waits: "Lock",
    blockedBy: [9],
    text: "UPDATE node",
  };
  const replica = { name: "replica-1", state: "streaming", isSynchronous: true, lagBytes: 2048, lagSeconds: 3 };
  show(
    <DatabaseReport
      status={status(
        { advice: [{ severity: "warning", title: "Requests wait", text: "Raise the pool." }] },
        { statements: [statement], replicas: [replica] },
      )}
    />,
  );
  expect(screen.getByText(/One thing needs your attention/)).not.toBeNull();
  expect(screen.getByText("Raise the pool.")).not.toBeNull();
  const transactions = screen.getByRole("region", { name: "Transactions in progress" });
  expect(within(transactions).getByText("lock of 9")).not.toBeNull();
  expect(within(screen.getByRole("region", { name: "Replicas" })).getByText("streaming, synchronous")).not.toBeNull();
});
