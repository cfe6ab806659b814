import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sql, type Tx, transaction } from "@/lib/db/transaction";
import { createServer } from "@/lib/game-servers/lifecycle/create-server";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeNode, makeUser } from "@/lib/testing/fixtures";
import { claimPort } from "./ports";

let environment: TestEnvironment;
beforeAll(async () => {
  environment = await openTestEnvironment({ DATABASE_POOL_SIZE: "20" });
});
afterAll(() => environment.close());

describe("the port pool", () => {
  it("gives 500 parallel creates on 436 ports exactly 436 winners, and the rest a clean refusal", async () => {
    const nodeId = await makeNode({ portStart: 25_565, portEnd: 26_000 });
    const actors = await Promise.all(Array.from({ length: 10 }, () => makeUser()));
    const input = { name: "Race", memory: 0.5, diskSpace: 1, cpu: 1, environment: {} };
    const outcomes = await Promise.allSettled(
      Array.from({ length: 500 }, (_, index) => createServer(actors[index % 10] ?? actors[0] ?? fail(), input)),
    );
    const won = outcomes.filter((outcome) => outcome.status === "fulfilled");
    const codes = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason.code] : []));
    expect(won).toHaveLength(436);
    expect(codes).toEqual(Array(64).fill("port_pool_exhausted"));
    const ports = new Set(won.map((outcome) => outcome.value.port));
    expect(ports.size).toBe(436);
    expect(Math.min(...[...ports].map(Number))).toBe(25_565);
    expect(Math.max(...[...ports].map(Number))).toBe(26_000);
    // The losers left nothing: no row, no reservation beyond the winners'.
    const left = await sql().row<{
      servers: number;
      runs: number;
      credentials: number;
      memory: number;
      audits: number;
    }>(
      `SELECT (SELECT count(*)::int FROM workload) AS servers, (SELECT count(*)::int FROM provisioning_run) AS runs,
              (SELECT count(*)::int FROM server_credential) AS credentials,
              (SELECT count(*)::int FROM audit_entry WHERE action = 'server.created') AS audits,
              (SELECT reserved_memory_mb FROM node WHERE id = $1) AS memory`,
      [nodeId],
    );
    expect(left).toEqual({ servers: 436, runs: 436, credentials: 436, audits: 436, memory: 436 * 512 });
  });

  it("does not wait for a claim that is not committed yet", async () => {
    const nodeId = await makeNode({ name: "third", region: "third", portStart: 31_000, portEnd: 31_004 });
    const address = await sql().row<{ id: string }>("SELECT id FROM address WHERE node_id = $1", [nodeId]);
    const claim = (tx: Tx, resourceId: string) =>
      claimPort(tx, { addressId: address?.id ?? "", protocol: "tcp", resourceId, name: "game" });
    await transaction(async (first) => {
      expect(await claim(first, "srv_first")).toBe(31_000);
      const second = await transaction(async (tx) => {
        await tx.run("SET LOCAL lock_timeout = '500ms'");
        return claim(tx, "srv_second");
      });
      expect(second).toBe(31_001);
    });
  });

  it("counts parallel creates of one user against the quota", async () => {
    await makeNode({ name: "second", region: "second", portStart: 30_000, portEnd: 30_099 });
    const actor = await makeUser("USER", { servers: 5 });
    const input = { name: "Quota", memory: 0.5, diskSpace: 1, cpu: 1, region: "second", environment: {} };
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => createServer(actor, input)));
    expect(outcomes.filter((outcome) => outcome.status === "fulfilled")).toHaveLength(5);
    const codes = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason.code] : []));
    expect(new Set(codes)).toEqual(new Set(["quota_exceeded"]));
  });
});

function fail(): never {
  throw new Error("no actor");
}
