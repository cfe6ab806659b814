import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { systemActor } from "@/lib/access/actor";
import { sql, transaction } from "@/lib/db/transaction";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeNode, makeUser } from "@/lib/testing/fixtures";
import { freePortRange } from "@/lib/testing/free-port-range";
import { untilHosted, untilHostedGone } from "@/lib/testing/hosted/until-hosted";
import { until } from "@/lib/testing/until";
import { residue, startWorkerKit, sweepEngine, untilIdle, type WorkerKit } from "@/lib/testing/worker-kit";
import { findWorkload } from "@/lib/workloads/load-workload";
import { enqueueRun } from "@/lib/workloads/runs/runs";
import { createProvider } from "../../providers/create-provider";
import { deleteProvider } from "../../providers/delete-provider";
import { getProvider } from "../../providers/list-providers";
import { testProvider } from "../../providers/test-provider";
import { updateProvider } from "../../providers/update-provider";
import { putRecords } from "../changes/edit-records";
import { setDnssec } from "../changes/set-dnssec";
import { createZone } from "../zones/create-zone";
import { dnsZoneKind } from "../zones/dns-zone";
import { deleteZone } from "../zones/manage-zone";
import { getZone } from "../zones/queries";
import { managedDns } from "./dns-server";

const run = promisify(execFile);
/** Port 53 of the machine's other addresses may be in use. */
const bindAddress = "127.77.53.1";
let environment: TestEnvironment;
let kit: WorkerKit;
let admin: Actor;
let nodeId: string;

beforeAll(async () => {
  environment = await openTestEnvironment({ DATA_DIR: "/tmp/lightnode-managed-dns" });
  nodeId = await makeNode({ ...(await freePortRange(10)), bindAddress });
  kit = await startWorkerKit({ kinds: [managedDns.workload], resources: [dnsZoneKind], watchNode: nodeId });
  admin = await makeUser("ADMIN");
});
afterAll(async () => {
  await kit.stop();
  await sweepEngine();
  await environment.close();
});

it("a PowerDNS server is run, answers zones, keeps them over a restart, and is removed without a trace", async () => {
  const before = await residue();
  const settings = { nameservers: ["ns1.names.example", "ns2.names.example"] };
  const input = { kind: "dns", name: "Own names", mode: "managed" as const, nodeId, settings };
  const { id } = await createProvider(admin, input);
  await until("the run to end", async () => (await getProvider(admin, id)).status !== "provisioning", 280_000);
  expect(await sql().prisma.workload.findUnique({ where: { id } })).toMatchObject({ failureMessage: null });
  await untilIdle(id);
  const { endpoints, health } = await getProvider(admin, id);
  expect(health.state).toBe("healthy");
  expect((await testProvider(admin, id)).version).toMatch(/^PowerDNS 4\./);
  let port = String(endpoints[0]?.port);
  const dig = async (...question: string[]) =>
    (await run("dig", [`@${bindAddress}`, "-p", port, "+short", "+tries=1", ...question])).stdout.trim();

  const owner = await makeUser();
  const zone = await createZone(owner, { name: "shop.example", template: "empty", parameters: {} });
  await untilHosted(zone.id, "active");
  const ours = { name: "names.example", template: "empty" as const, parameters: {} };
  await expect(createZone(owner, ours)).rejects.toMatchObject({ code: "name_taken" });
  const record = { name: "www", type: "A" as const, ttl: 300, values: ["192.0.2.7"] };
  await putRecords(owner, zone.id, record, { expected: null });
  await untilHosted(zone.id, "active");
  expect(await dig("www.shop.example", "A")).toBe("192.0.2.7");
  expect((await dig("shop.example", "NS")).split("\n").sort()).toEqual(settings.nameservers.map((name) => `${name}.`));
  await setDnssec(owner, zone.id, { enabled: true });
  await untilHosted(zone.id, "active");
  expect((await getZone(owner, zone.id)).dnssec.ds.length).toBeGreaterThan(0);

  const workload = await findWorkload(sql(), id);
  if (!workload) throw new Error("the workload is missing");
  const restart = { resource: workload, nodeId: workload.nodeId, kind: "restart", actor: systemActor };
  await transaction((tx) => enqueueRun(tx, managedDns.workload, restart));
  await untilIdle(id);
  expect(await dig("www.shop.example", "A")).toBe("192.0.2.7");
  expect(await dig("shop.example", "DNSKEY")).not.toBe("");

  expect((await getProvider(admin, id)).managed?.standardPorts).toBe(false);
  await updateProvider(admin, id, { standardPorts: true });
  await untilIdle(id);
  const moved = await getProvider(admin, id);
  expect(moved).toMatchObject({ status: "active", managed: { standardPorts: true }, endpoints: [{ port: 53 }] });
  port = "53";
  expect(await dig("www.shop.example", "A")).toBe("192.0.2.7");
  expect(await dig("+tcp", "www.shop.example", "A")).toBe("192.0.2.7");
  const second = { ...input, name: "Second", standardPorts: true };
  await expect(createProvider(admin, second)).rejects.toMatchObject({ code: "standard_port_taken" });
  expect((await testProvider(admin, id)).version).toMatch(/^PowerDNS 4\./);

  await deleteZone(owner, zone.id);
  await untilHostedGone(zone.id);
  expect(await deleteProvider(admin, id)).toEqual({ status: "deleting" });
  await until("the provider to be gone", async () => (await sql().prisma.hostedProvider.count()) === 0);
  await untilIdle(id);
  expect(await residue()).toEqual(before);
}, 400_000);
