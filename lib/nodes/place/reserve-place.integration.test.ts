import { afterAll, beforeAll, expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { sql } from "@/lib/db/transaction";
import { createServer } from "@/lib/game-servers/lifecycle/create-server";
import { getServer } from "@/lib/game-servers/queries";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeNode, makeUser } from "@/lib/testing/fixtures";
import { listRegions } from "../queries";

const input = { name: "World", memory: 0.5, diskSpace: 1, cpu: 1, environment: {} };
let environment: TestEnvironment;
let owner: Actor;
let dead: string;

beforeAll(async () => {
  environment = await openTestEnvironment();
  owner = await makeUser();
  dead = await makeNode({ name: "a-dead", portStart: 27_000, portEnd: 27_009 });
  await makeNode({ name: "b-few-ports", portStart: 27_010, portEnd: 27_011 });
  await makeNode({ name: "c-many-ports", portStart: 27_020, portEnd: 27_039 });
  await sql().run("UPDATE node SET engine_error = 'no answer' WHERE id = $1", [dead]);
});
afterAll(() => environment.close());

it("takes the machine whose engine answers and that has ports to spare, and says why", async () => {
  const { id } = await createServer(owner, input);
  const staff = await makeUser("ADMIN");
  expect(await getServer(staff, id)).toMatchObject({
    node: "c-many-ports",
    placement: {
      because: expect.stringMatching(/^It had the most free capacity of 2 places that fit: .* 1 more did not fit\.$/),
      considered: [
        { node: "c-many-ports", reason: expect.stringMatching(/^chosen: 5 % of its ports/) },
        { node: "b-few-ports", reason: expect.stringMatching(/^fits: 50 % of its ports/) },
        { node: "a-dead", reason: "its engine does not answer" },
      ],
    },
  });
  const own = await getServer(owner, id);
  expect(own.placement?.because).toContain("most free capacity");
  expect(own.placement?.considered).toEqual([]);
});

it("a machine whose disk is full takes no server, and it is said why", async () => {
  const disk = {
    totalMb: 100_000,
    freeMb: 4_000,
    reserveMb: 5_000,
    totalFiles: 1_000,
    freeFiles: 900,
    limits: "watch",
    at: new Date().toISOString(),
  };
  await sql().run("UPDATE node SET disk = $2 WHERE id <> $1", [dead, JSON.stringify(disk)]);
  await expect(createServer(owner, input)).rejects.toMatchObject({
    code: "no_capacity",
    extra: {
      considered: expect.arrayContaining([
        { node: "b-few-ports", reason: "its disk is full" },
        { node: "c-many-ports", reason: "its disk is full" },
      ]),
    },
  });
  expect((await listRegions(owner)).items).toMatchObject([{ available: false }]);
  const noFiles = { ...disk, freeMb: 50_000, freeFiles: 10 };
  await sql().run("UPDATE node SET disk = $1 WHERE name = 'c-many-ports'", [JSON.stringify(noFiles)]);
  await expect(createServer(owner, input)).rejects.toMatchObject({ code: "no_capacity" });
  await sql().run("UPDATE node SET disk = $1 WHERE name = 'c-many-ports'", [
    JSON.stringify({ ...noFiles, freeFiles: 900 }),
  ]);
  expect((await listRegions(owner)).items).toMatchObject([{ available: true }]);
  const { id } = await createServer(owner, input);
  expect((await getServer(await makeUser("ADMIN"), id)).node).toBe("c-many-ports");
  await sql().run("UPDATE node SET disk = NULL");
});

it("with no engine that answers it is a refusal that time ends, and nothing is reserved", async () => {
  await sql().run("UPDATE node SET engine_error = 'no answer'");
  expect((await listRegions(owner)).items).toMatchObject([{ slug: "local", available: false }]);
  const before = await sql().rows("SELECT state, count(*)::int FROM port GROUP BY state ORDER BY state");
  await expect(createServer(owner, input)).rejects.toMatchObject({
    code: "engine_unavailable",
    status: 503,
    retryAfterSeconds: 10,
  });
  expect(await sql().rows("SELECT state, count(*)::int FROM port GROUP BY state ORDER BY state")).toEqual(before);
});
