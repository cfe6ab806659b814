import { afterAll, beforeAll, expect, it } from "vitest";
import * as commandRoute from "@/app/api/servers/[id]/command/route";
import type { Actor } from "@/lib/access/actor";
import { newId } from "@/lib/core/ids";
import { sql } from "@/lib/db/transaction";
import { createServer } from "@/lib/game-servers/lifecycle/create-server";
import type { TemplateSpec } from "@/lib/game-servers/templates/contract";
import { sampleGame } from "@/lib/game-servers/templates/sample-game";
import { buildSampleImage } from "@/lib/provisioning/local-images/build-sample-image";
import { type FakeRegistry, startFakeRegistry } from "@/lib/provisioning/testing/fake-registry";
import { callRoute, signedIn } from "@/lib/testing/call-route";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeNode, makeUser } from "@/lib/testing/fixtures";
import { freePortRange } from "@/lib/testing/free-port-range";
import {
  smallServer,
  startWorkerKit,
  sweepEngine,
  untilIdle,
  untilStatus,
  type WorkerKit,
} from "@/lib/testing/worker-kit";

/** What a template says of its ports and its times is what happens. */
let environment: TestEnvironment;
let kit: WorkerKit;
let owner: Actor;
let registry: FakeRegistry;

beforeAll(async () => {
  environment = await openTestEnvironment();
  await buildSampleImage({ dockerHost: "unix:///var/run/docker.sock" });
  await makeNode(await freePortRange(20));
  owner = await makeUser();
  registry = await startFakeRegistry();
  kit = await startWorkerKit();
});
afterAll(async () => {
  await kit.stop();
  await registry.close();
  await sweepEngine();
  await environment.close();
});

async function template(slug: string, changes: Partial<TemplateSpec>, image = sampleGame.image): Promise<string> {
  const spec = { ...sampleGame.spec, ...changes };
  await sql().run("INSERT INTO template (id, slug, name, description, image, spec) VALUES ($1, $2, $2, '', $3, $4)", [
    newId("template"),
    slug,
    image,
    JSON.stringify(spec),
  ]);
  return slug;
}

async function failureOf(id: string): Promise<{ code: string; message: string; seconds: number }> {
  await untilStatus(id, "failed", 40_000);
  await untilIdle(id);
  const row = await sql().row<{ code: string; message: string; seconds: number }>(
    `SELECT failure_code AS code, failure_message AS message,
            (SELECT extract(epoch FROM finished_at - created_at)::float8 FROM provisioning_run WHERE resource_id = s.id) AS seconds
     FROM workload s WHERE id = $1`,
    [id],
  );
  return row ?? { code: "", message: "", seconds: 0 };
}

it("the game is asked on the port that players use, whatever the names of the others", async () => {
  const ports = [
    { name: "game", protocol: "tcp" as const, containerPort: 25_565 },
    { name: "admin", protocol: "tcp" as const, containerPort: 8_080 },
    { name: "api", protocol: "udp" as const, containerPort: 8_081 },
  ];
  const readiness = { ...sampleGame.spec.readiness, timeoutMs: 5_000 };
  const { id } = await createServer(owner, {
    ...smallServer,
    template: await template("three-ports", { ports, readiness }),
  });
  await untilStatus(id, "online");
});

it("a reply of over 256 KiB is answered with 200, cut and marked", async () => {
  const { id } = await createServer(owner, smallServer);
  await untilStatus(id, "online");
  const send = async (command: string) => {
    const to = "POST /api/servers/[id]/command";
    const cookie = await signedIn(owner);
    return callRoute({ "/api/servers/[id]/command": commandRoute }, { to, cookie, params: { id }, body: { command } });
  };
  const long = await send("print 300");
  expect(long).toMatchObject({ status: 200, body: { truncated: true } });
  const output = String(long.body.output);
  expect(output.endsWith("\n[The reply is longer than 256 KiB; the rest is left out.]")).toBe(true);
  expect(output.indexOf("\n")).toBe(256 * 1024);
  const short = await send("print 200");
  expect(short).toMatchObject({ status: 200, body: { truncated: false } });
  expect(String(short.body.output)).toHaveLength(200 * 1024);
});

it("a readiness port that the template names is the one that is asked", async () => {
  const ports = [
    { name: "web", protocol: "tcp" as const, containerPort: 8_080 },
    { name: "game", protocol: "tcp" as const, containerPort: 25_565 },
  ];
  const readiness = { ...sampleGame.spec.readiness, port: "game", timeoutMs: 5_000 };
  const { id } = await createServer(owner, {
    ...smallServer,
    template: await template("named-port", { ports, readiness }),
  });
  await untilStatus(id, "online");
});

it("a download ends at the template's pullTimeoutMs", async () => {
  registry.hang = true;
  const slug = await template("slow-registry", { pull: "missing", pullTimeoutMs: 1_500 }, registry.reference);
  const { id } = await createServer(owner, { ...smallServer, template: slug });
  const failure = await failureOf(id);
  expect(failure).toMatchObject({ code: "image_pull_timeout" });
  expect(failure.message).toContain("2 s");
  expect(failure.seconds).toBeLessThan(8);
});

it("an installation ends at the template's install.timeoutMs", async () => {
  const slug = await template("slow-install", { install: { environment: {}, timeoutMs: 1_500 } });
  const { id } = await createServer(owner, { ...smallServer, template: slug });
  const failure = await failureOf(id);
  expect(failure).toMatchObject({ code: "install_failed" });
  expect(failure.message).toContain("It took longer than 2 s.");
  expect(failure.seconds).toBeLessThan(20);
});
