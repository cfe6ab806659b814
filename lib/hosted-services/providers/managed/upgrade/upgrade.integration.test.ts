import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { sql } from "@/lib/db/transaction";
import { DockerConnection } from "@/lib/provisioning/docker/connection";
import { buildPackageImage, nodeProgram } from "@/lib/provisioning/local-images/build-package-image";
import { removeNameless } from "@/lib/provisioning/local-images/import-image";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeNode, makeUser } from "@/lib/testing/fixtures";
import { freePortRange } from "@/lib/testing/free-port-range";
import { makeProvider } from "@/lib/testing/hosted/make-provider";
import { until } from "@/lib/testing/until";
import { realEngine, startWorkerKit, sweepEngine, untilIdle, type WorkerKit } from "@/lib/testing/worker-kit";
import { findWorkload } from "@/lib/workloads/load-workload";
import { managedDns } from "../../../dns/powerdns/dns-server";
import { createProvider } from "../../create-provider";
import { deleteProvider } from "../../delete-provider";
import { getProvider } from "../../list-providers";
import { upgradePlan } from "./upgrade-plan";
import { upgradeService } from "./upgrade-service";

const folder = mkdtempSync(path.join(tmpdir(), "lightnode-upgrade-"));
const tag = `lightnode/upgrade:test-${process.pid}`;
const program = path.join(folder, "entry.mjs");
let environment: TestEnvironment;
let kit: WorkerKit;
let admin: Actor;
let id: string;

/** A program instead of PowerDNS: how a newer one behaves is the text of the file. */
const behaves = (text: string) => writeFileSync(program, text);
const works = (version: string, whenBroken = "") =>
  behaves(`// ${version}
    import { appendFileSync, existsSync, readFileSync, rmSync } from "node:fs";
    if (${whenBroken === ""}) rmSync("/data/broken", { force: true });
    if (existsSync("/data/broken")) {
      ${whenBroken}
      await new Promise(() => {});
    }
    appendFileSync("/data/starts", "${version}\\n");
    process.on("SIGTERM", () => process.exit(0));
    console.log(readFileSync("/data/starts", "utf8"));
    console.log("name server is ready");
    setInterval(() => {}, 1000);`);

const dockerHost = "unix:///var/run/docker.sock";
const docker = (...args: string[]) => promisify(execFile)("/usr/bin/docker", args);
const imageId = (name: string) =>
  docker("image", "inspect", "--format", "{{.Id}}", name).then(({ stdout }) => stdout.trim());
let afterBuild = async () => {};

const image = async () => {
  await makeImage();
  await afterBuild();
};
const makeImage = () =>
  buildPackageImage(
    { dockerHost },
    {
      tag,
      packages: ["libgcc-s1"],
      files: [nodeProgram, { name: "entry.mjs", source: program, mode: 0o644 }],
      configuration: ['ENTRYPOINT ["/usr/local/bin/node","/entry.mjs"]', "USER 1000:1000", "WORKDIR /data"],
    },
    { cacheFolder: path.join(tmpdir(), "lightnode-test-packages") },
  );

beforeAll(async () => {
  environment = await openTestEnvironment();
  const nodeId = await makeNode(await freePortRange(10));
  const { workload } = managedDns;
  const kind = {
    ...workload,
    spec: async (...args: Parameters<typeof workload.spec>) => {
      const spec = await workload.spec(...args);
      return spec && { ...spec, image: tag, readiness: { ...spec.readiness, timeoutMs: readyMs } };
    },
    prepareImage: async () => {
      await image();
    },
    plans: { ...workload.plans, upgrade: upgradePlan(image) },
  };
  kit = await startWorkerKit({ kinds: [kind], watchNode: nodeId });
  admin = await makeUser("ADMIN");
  works("one");
  const settings = { nameservers: ["ns1.example.net"] };
  ({ id } = await createProvider(admin, { kind: "dns", name: "Names", mode: "managed", nodeId, settings }));
  await untilIdle(id, 120_000);
}, 180_000);
afterAll(async () => {
  await deleteProvider(admin, id);
  await untilIdle(id);
  await kit.stop();
  await sweepEngine();
  await docker("image", "rm", "--force", tag);
  await environment.close();
  rmSync(folder, { recursive: true, force: true });
});

/** How long a new version may take to become ready. */
let readyMs = 60_000;

async function textOf(): Promise<string> {
  const lines = await realEngine().logs(id, { tail: 8 });
  return lines.map(({ text }) => text).join("\n");
}

async function upgrade() {
  await upgradeService(admin, id);
  await expect(upgradeService(admin, id)).rejects.toMatchObject({ code: "hosted_busy" });
  await untilIdle(id, 180_000);
  const text = await textOf();
  const state = await realEngine().inspect(id);
  const workload = await findWorkload(sql(), id);
  expect({ running: state?.imageId, status: state?.status }).toEqual({ running: workload?.imageId, status: "running" });
  return { containerId: state?.containerId, image: state?.imageId, text };
}

const countAudited = () =>
  sql().prisma.auditEntry.count({ where: { action: "provider.upgraded", targetId: id, outcome: "success" } });

it("restarts nothing when nothing is newer", async () => {
  const before = await realEngine().inspect(id);
  const after = await upgrade();
  expect([after.containerId, after.image]).toEqual([before?.containerId, before?.imageId]);
  expect(await getProvider(admin, id)).toMatchObject({ status: "active", managed: { failure: null } });
});

it("runs the newer image with the data from before", async () => {
  const before = await realEngine().inspect(id);
  const audited = await countAudited();
  works("two");
  const after = await upgrade();
  expect(after.image).not.toBe(before?.imageId);
  expect(after.text).toContain("one\ntwo");
  expect(await countAudited()).toBe(audited + 1);
  const { managed } = await getProvider(admin, id);
  expect(managed).toMatchObject({ failure: null, image: after.image?.replace("sha256:", "").slice(0, 12) });
});

it.each([
  ["ends", "process.exit(3);"],
  ["never becomes ready", "process.on('SIGTERM', () => process.exit(0)); setInterval(() => {}, 1000);"],
])(
  "runs the image from before when the newer one %s",
  async (_, text) => {
    const before = await realEngine().inspect(id);
    behaves(text);
    readyMs = 15_000;
    const after = await upgrade();
    readyMs = 60_000;
    expect(after.image).toBe(before?.imageId);
    // The run does not wait for it.
    await until("it to be ready", async () => (await textOf()).includes("name server is ready"));
    const view = await getProvider(admin, id);
    expect(view).toMatchObject({ status: "active", managed: { failure: expect.stringMatching(/./) } });
    works("two");
    await upgrade();
    expect((await getProvider(admin, id)).managed?.failure).toBeNull();
  },
  240_000,
);

/** What the former version does at its next start, since it finds this in the data. */
const formerVersion = {
  ends: "process.exit(3);",
  hangs: "process.on('SIGTERM', () => process.exit(0)); setInterval(() => {}, 1000);",
};
const breaksTheData = () =>
  behaves(`import { writeFileSync } from "node:fs";
    writeFileSync("/data/broken", "");
    process.exit(4);`);
const former = `lightnode/former:`;

it("ends, and can be repeated, when the former version does not become ready either", async () => {
  works("three", formerVersion.hangs);
  await upgrade();
  expect((await getProvider(admin, id)).managed?.failure).toBeNull();
  breaksTheData();
  readyMs = 15_000;
  await upgradeService(admin, id);
  await untilIdle(id, 120_000);
  readyMs = 60_000;
  expect((await getProvider(admin, id)).managed?.failure).toMatch(/./);
  expect(await imageId(former + id)).toBe((await realEngine().inspect(id))?.imageId);
  works("two");
  await upgrade();
  expect(await getProvider(admin, id)).toMatchObject({ status: "active", managed: { failure: null } });
  await expect(imageId(former + id)).rejects.toThrow(/no such image/i);
}, 240_000);

it("has crashed when the former version ends again and again", async () => {
  works("three", formerVersion.ends);
  await upgrade();
  expect((await getProvider(admin, id)).managed?.failure).toBeNull();
  breaksTheData();
  await upgradeService(admin, id);
  await until("the crash", async () => (await findWorkload(sql(), id))?.status === "crashed", 150_000);
  works("two");
  await upgradeService(admin, id);
  await untilIdle(id, 120_000);
  expect(await getProvider(admin, id)).toMatchObject({ status: "active", managed: { failure: null } });
}, 300_000);

it("goes back to the former image although images without a name were removed meanwhile", async () => {
  const before = await realEngine().inspect(id);
  behaves("process.exit(3);");
  afterBuild = async () => {
    await docker("rm", "--force", id);
    await removeNameless(new DockerConnection({ dockerHost }));
  };
  const after = await upgrade();
  afterBuild = async () => {};
  expect(after.image).toBe(before?.imageId);
  works("two");
  await upgrade();
}, 240_000);

it("refuses packages of another release, and runs on as before", async () => {
  const before = await realEngine().inspect(id);
  works("four");
  afterBuild = async () => {
    const { stdout } = await docker("create", tag);
    await docker("commit", "--change", "LABEL lightnode.release=99", stdout.trim(), tag);
    await docker("rm", stdout.trim());
  };
  await upgradeService(admin, id);
  await untilIdle(id, 120_000);
  afterBuild = async () => {};
  const { managed } = await getProvider(admin, id);
  expect(managed?.failure).toMatch(/another release of Debian.* of release 1\d.*has release 99/);
  expect((await realEngine().inspect(id))?.containerId).toBe(before?.containerId);
  works("two");
  await upgrade();
});

it("is refused for a service that the panel does not run", async () => {
  const external = await makeProvider("dns");
  await expect(upgradeService(admin, external)).rejects.toMatchObject({ code: "validation_failed" });
});
