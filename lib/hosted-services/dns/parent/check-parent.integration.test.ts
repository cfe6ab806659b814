import { afterAll, beforeAll, expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { sql } from "@/lib/db/transaction";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeUser } from "@/lib/testing/fixtures";
import { connectNameServer, nameServers } from "@/lib/testing/hosted/connect-name-server";
import { untilHosted } from "@/lib/testing/hosted/until-hosted";
import { OwnPowerDns } from "@/lib/testing/processes/powerdns";
import { startWorkerKit, type WorkerKit } from "@/lib/testing/worker-kit";
import { putRecords, removeRecords } from "../changes/edit-records";
import { setDnssec } from "../changes/set-dnssec";
import { createZone } from "../zones/create-zone";
import { dnsZoneKind } from "../zones/dns-zone";
import { getZone } from "../zones/queries";
import { askResolver } from "./ask-resolver";
import { checkParent } from "./check-parent";

/** It has both zones, and is the resolver that is asked. */
const server = new OwnPowerDns();
const child = "child.parent.example";
let environment: TestEnvironment;
let kit: WorkerKit;
let owner: Actor;
let parentId: string;
let id: string;

beforeAll(async () => {
  await server.start();
  environment = await openTestEnvironment({ DNS_RESOLVERS: `127.0.0.1:${server.dnsPort}` });
  await connectNameServer(server);
  kit = await startWorkerKit({ resources: [dnsZoneKind] });
  owner = await makeUser("ADMIN");
  parentId = await make("parent.example");
  await put(
    "NS",
    nameServers.map((name) => `${name}.`),
  );
  id = await make(child);
});
afterAll(async () => {
  await kit.stop();
  await environment.close();
  await server.dispose();
});

async function make(name: string): Promise<string> {
  const created = await createZone(owner, { name, template: "empty", parameters: {} });
  await untilHosted(created.id, "active");
  return created.id;
}

/** In the parent. */
async function put(type: "NS" | "DS", values: string[]): Promise<void> {
  await putRecords(owner, parentId, { name: `${child}.`, type, ttl: 300, values }, { expected: null });
  await untilHosted(parentId, "active");
}

async function sign(enabled: boolean): Promise<string[]> {
  await setDnssec(owner, id, { enabled });
  await untilHosted(id, "active");
  return (await getZone(owner, id)).dnssec.ds;
}

it("says what a resolver answers, and keeps a zone signed while the parent has its DS record", async () => {
  const isDelegated = { nameservers: { state: "ok", found: nameServers.map((name) => `${name}.`) } };
  expect(await checkParent(owner, id)).toEqual({ ...isDelegated, ds: { state: "ok", found: [] } });

  const ds = await sign(true);
  expect(ds.length).toBeGreaterThan(0);
  expect((await checkParent(owner, id)).ds).toEqual({ state: "missing", found: [] });

  await put("DS", [`4711 13 2 ${"AB".repeat(32)}`]);
  expect((await checkParent(owner, id)).ds).toEqual({ state: "different", found: [`4711 13 2 ${"AB".repeat(32)}`] });

  await put("DS", [ds.find((record) => record.split(" ")[2] === "2") ?? ""]);
  expect((await checkParent(owner, id)).ds.state).toBe("ok");
  await expect(setDnssec(owner, id, { enabled: false })).rejects.toMatchObject({ code: "ds_at_parent" });
  expect((await getZone(owner, id)).dnssec.enabled).toBe(true);

  await removeRecords(owner, parentId, { name: `${child}.`, type: "DS" }, { expected: null });
  await untilHosted(parentId, "active");
  await sign(false);
  expect((await checkParent(owner, id)).ds.state).toBe("ok");
});

it("compares the name servers that the delegation leads to, not the list at the parent", async () => {
  const state = async () => (await checkParent(owner, id)).nameservers;
  // The zone itself answers here: another list at the parent is not seen.
  await put("NS", ["ns.elsewhere.example."]);
  expect((await state()).state).toBe("ok");
  await put(
    "NS",
    nameServers.map((name) => `${name}.`),
  );
  // What a server of somebody else would answer.
  const own = await sql().prisma.dnsZone.findUniqueOrThrow({ where: { id } });
  await sql().prisma.dnsZone.update({ where: { id }, data: { nameservers: ["ns.elsewhere.example."] } });
  expect((await state()).state).toBe("different");
  await sql().prisma.dnsZone.update({ where: { id }, data: { nameservers: own.nameservers } });
  expect((await state()).state).toBe("ok");
});

it("asks again by TCP when an answer is too long, and names a resolver that refuses or is silent", async () => {
  const many = Array.from({ length: 60 }, (_, n) => `${n + 1} 13 2 ${"CD".repeat(32)}`);
  await put("DS", many);
  expect(await askResolver({ name: child, type: "DS" })).toHaveLength(60);
  await expect(askResolver({ name: "elsewhere.test", type: "DS" })).rejects.toThrow("REFUSED");
  await server.stop();
  expect(await checkParent(owner, id)).toMatchObject({ ds: { state: "unknown" }, nameservers: { state: "unknown" } });
});
