import { afterAll, beforeAll, expect, it } from "vitest";
import { newId } from "@/lib/core/ids";
import { sql } from "@/lib/db/transaction";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeNode } from "@/lib/testing/fixtures";
import { checkReadiness } from "./readiness";

let environment: TestEnvironment;
let nodeId: string;

beforeAll(async () => {
  environment = await openTestEnvironment();
  nodeId = await makeNode({ portStart: 27_000, portEnd: 27_001 });
  await sql().run("UPDATE node SET engine_seen_at = now(), engine_version = '20.10'");
});
afterAll(() => environment.close());

async function engine(): Promise<{ status: string; detail: string | null }> {
  const { dependencies } = await checkReadiness();
  const found = dependencies.find((dependency) => dependency.name === "engine");
  return { status: found?.status ?? "missing", detail: found?.detail ?? null };
}

async function addRun(state: string, code: string | null, finished: string | null): Promise<void> {
  await sql().run(
    `INSERT INTO provisioning_run (id, resource_kind, resource_id, node_id, kind, state, error_code, finished_at)
     VALUES ($1, 'game-server', $2, $3, 'start', $4, $5, now() - $6::interval)`,
    [newId("run"), newId("server"), nodeId, state, code, finished],
  );
}

it("says why runs wait or failed at an engine that answers, until one succeeds", async () => {
  expect(await engine()).toEqual({ status: "up", detail: null });
  await addRun("failed", "container_exited", "1 minute");
  await addRun("failed", "registry_denied", "20 minutes");
  expect(await engine()).toEqual({ status: "up", detail: null });
  await addRun("failed", "registry_unreachable", "1 minute");
  expect(await engine()).toMatchObject({
    status: "down",
    detail: expect.stringContaining("docker pull shows the reason"),
  });
  await addRun("succeeded", null, "0 minutes");
  expect(await engine()).toEqual({ status: "up", detail: null });
  await addRun("queued", "engine_disk_full", null);
  expect((await engine()).detail).toMatch(/^local: The machine's disk is full \(1 run\)\. .*docker system df/);
});

it("says that a machine's disk is nearly full", async () => {
  const disk = {
    totalMb: 100_000,
    freeMb: 900,
    reserveMb: 5_000,
    totalFiles: 0,
    freeFiles: 0,
    limits: "watch",
    at: new Date().toISOString(),
  };
  await sql().run("DELETE FROM provisioning_run");
  await sql().run("UPDATE node SET disk = $1", [JSON.stringify(disk)]);
  expect((await engine()).detail).toContain("local: only 900 MB of its disk are free.");
  await sql().run("UPDATE node SET disk = NULL");
});

it("says what the panel was answered by an engine that is away", async () => {
  await sql().run("UPDATE node SET engine_error = 'The panel may not open the socket.'");
  expect((await engine()).detail).toBe("not reachable: local. The panel may not open the socket.");
});
