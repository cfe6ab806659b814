import { afterAll, beforeAll, expect, it } from "vitest";
import { systemActor } from "@/lib/access/actor";
import { env } from "@/lib/core/env";
import { sql } from "@/lib/db/transaction";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { addNode } from "./add-node";
import { createNodeBody } from "./contract";

let environment: TestEnvironment;
beforeAll(async () => {
  environment = await openTestEnvironment();
});
afterAll(() => environment.close());

const add = (name: string, dockerHost?: string) =>
  addNode(
    systemActor,
    createNodeBody.parse({
      name,
      region: "eu-west",
      memory: 8,
      cpu: 4,
      diskSpace: 100,
      publicAddress: "192.0.2.7",
      portEnd: 25_570,
      ...(dockerHost ? { dockerHost } : {}),
    }),
  );
const refused = { code: "validation_failed", errors: [expect.objectContaining({ path: "dockerHost" })] };

it("refuses what is no engine's socket, and leaves nothing behind", async () => {
  await expect(add("file", "unix:///etc/passwd")).rejects.toMatchObject(refused);
  await expect(add("missing", "unix:///nowhere/docker.sock")).rejects.toMatchObject(refused);
  expect(await sql().rows("SELECT name FROM node")).toEqual([]);
  expect(await sql().rows("SELECT slug FROM region")).toEqual([]);
  expect(await add("local", "unix:///var/run/docker.sock")).toMatchObject({ id: expect.stringMatching(/^nod_/) });
});

it("refuses an engine without TLS unless the environment allows it", async () => {
  await expect(add("cleartext", "tcp://192.0.2.7:2375")).rejects.toMatchObject(refused);
  env().ALLOW_CLEARTEXT_ENGINES = true;
  expect(await add("cleartext", "tcp://192.0.2.7:2375")).toMatchObject({ id: expect.any(String) });
});
