import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { sql, transaction } from "@/lib/db/transaction";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeUser } from "@/lib/testing/fixtures";
import { connectNameServer } from "@/lib/testing/hosted/connect-name-server";
import { untilHosted, untilHostedGone } from "@/lib/testing/hosted/until-hosted";
import { OwnPowerDns } from "@/lib/testing/processes/powerdns";
import { startWorkerKit, type WorkerKit } from "@/lib/testing/worker-kit";
import { PowerDnsClient } from "../powerdns/powerdns-client";
import type { Rrset } from "../records/contract";
import { createZone } from "../zones/create-zone";
import { dnsZoneKind } from "../zones/dns-zone";
import { deleteZone } from "../zones/manage-zone";
import { exportZone, getZone, listHistory, listRecords, listZones } from "../zones/queries";
import { editRecords, putRecords, removeRecords } from "./edit-records";
import { importZone } from "./import-zone";
import { setAddress } from "./set-address";
import { setDnssec } from "./set-dnssec";
import { setSecondaries } from "./set-secondaries";
import { undoChange } from "./undo-change";

const server = new OwnPowerDns();
const anySerial = { expected: null };
let environment: TestEnvironment;
let kit: WorkerKit;
let owner: Actor;
let made = 0;

beforeAll(async () => {
  environment = await openTestEnvironment();
  await server.start();
  await connectNameServer(server);
  kit = await startWorkerKit({ resources: [dnsZoneKind] });
  owner = await makeUser();
  await sql().prisma.hostedQuota.create({ data: { userId: owner.userId ?? "", kind: "dns-zone", max: 100 } });
});
afterAll(async () => {
  await kit.stop();
  await environment.close();
  await server.dispose();
});

async function make(actor: Actor = owner, name = `zone${made++}.example`) {
  const created = await createZone(actor, { name, template: "website", parameters: { ipv4: "192.0.2.1" } });
  await untilHosted(created.id, "active");
  return created;
}

const a = (name: string, ...values: string[]): Rrset => ({ name, type: "A", ttl: 300, values });
const short = (name: string, type: string) => server.dig("+short", name, type);

/** As somebody does who waits for a domain. */
async function askOften(name: string): Promise<void> {
  for (let asked = 0; asked < 6; asked++) await short(name, "A");
}

async function put(id: string, rrset: Rrset) {
  const result = await putRecords(owner, id, rrset, anySerial);
  await untilHosted(id, "active");
  return result;
}

async function servedSerial(zone: string): Promise<number> {
  return Number((await short(zone, "SOA"))[0]?.split(" ")[2]);
}

describe("a zone", () => {
  it("is answered at once, also where it was asked for before it existed", async () => {
    const name = `asked${made++}.example`;
    await askOften(name);
    await make(owner, name);
    expect(await short(name, "A")).toContain("192.0.2.1");
  });

  it("is answered with the records of its template, and with nothing when it is deleted", async () => {
    const { id, zone, serial, nameservers } = await make();
    expect(nameservers).toEqual(["ns1.names.example.", "ns2.names.example."]);
    expect(await short(zone, "A")).toEqual(["192.0.2.1"]);
    expect((await short(zone, "NS")).sort()).toEqual(nameservers);
    expect(await servedSerial(zone)).toBe(serial);
    expect(await short(`www.${zone}`, "A")).toEqual([zone, "192.0.2.1"]);
    await deleteZone(owner, id);
    await untilHostedGone(id);
    expect(await server.zones()).not.toContain(zone);
    expect(await sql().prisma.dnsRrset.count({ where: { zoneId: id } })).toBe(0);
  });

  it("goes on from the serial of a zone that was deleted", async () => {
    const { id, zone, name } = await make();
    await put(id, a("shop", "192.0.2.7"));
    const before = await servedSerial(zone);
    await deleteZone(owner, id);
    await untilHostedGone(id);
    const again = await make(owner, name);
    expect(await servedSerial(zone)).toBeGreaterThan(before);
    await deleteZone(owner, again.id);
    await untilHostedGone(again.id);
  });

  it("is transferred by its secondary servers only", async () => {
    const { id, zone } = await make();
    const transfer = async () =>
      (await server.dig("+noall", "+answer", zone, "AXFR")).filter((line) => !line.startsWith(";"));
    expect(await transfer()).toEqual([]);
    const changed = await setSecondaries(owner, id, { addresses: ["127.0.0.1", "2001:db8::53"] });
    expect(changed.secondaries).toEqual(["127.0.0.1", "2001:db8::53"]);
    await untilHosted(id, "active");
    expect((await transfer()).length).toBeGreaterThan(3);
    await setSecondaries(owner, id, { addresses: [] });
    await untilHosted(id, "active");
    expect(await transfer()).toEqual([]);
    await deleteZone(owner, id);
    await untilHostedGone(id);
  });

  it("has the records and the serial of each edit", async () => {
    const { id, zone, serial } = await make();
    const first = await put(id, a("shop", "192.0.2.7", "192.0.2.8"));
    expect(first).toMatchObject({ applied: true, serial: serial + 1 });
    expect((await short(`shop.${zone}`, "A")).sort()).toEqual(["192.0.2.7", "192.0.2.8"]);
    expect(await servedSerial(zone)).toBe(serial + 1);
    expect(await put(id, a("shop", "192.0.2.7", "192.0.2.8"))).toMatchObject({ applied: false, serial: serial + 1 });
    await removeRecords(owner, id, { name: "shop", type: "A" }, { expected: serial + 1 });
    await untilHosted(id, "active");
    expect(await short(`shop.${zone}`, "A")).toEqual([]);
    await expect(removeRecords(owner, id, { name: "@", type: "A" }, { expected: serial + 1 })).rejects.toMatchObject({
      code: "zone_changed",
      extra: { serial: serial + 2 },
    });
  });

  it("refuses what would break it, at the field", async () => {
    const { id } = await make();
    const refused = (rrset: Rrset) =>
      putRecords(owner, id, rrset, anySerial).catch(({ errors }: { errors?: { path: string }[] }) =>
        errors?.map(({ path }) => path),
      );
    expect(await refused(a("x", "192.0.2.1", "300.1.1.1"))).toEqual(["values.1"]);
    expect(await refused({ ...a("@", "www.example."), type: "CNAME" })).toEqual(["name"]);
    const removing = removeRecords(owner, id, { name: "@", type: "NS" }, anySerial);
    await expect(removing).rejects.toMatchObject({ code: "validation_failed" });
    const bulk = editRecords(
      owner,
      id,
      { changes: { put: [a("y", "192.0.2.1"), a("z", "no")], remove: [] }, dryRun: true },
      anySerial,
    );
    await expect(bulk).rejects.toMatchObject({ errors: [{ path: "changes.put.1.values.0" }] });
    expect((await listHistory(owner, id, { limit: 10 })).items).toEqual([]);
  });

  it("shows edits before they are made, and makes them as one change", async () => {
    const { id, zone, serial } = await make();
    const changes = {
      put: [a("one", "192.0.2.1"), a("two", "192.0.2.2")],
      remove: [{ name: "www", type: "CNAME" as const }],
    };
    const preview = await editRecords(owner, id, { changes, dryRun: true }, { expected: serial });
    expect(preview).toMatchObject({ applied: false, serial });
    expect(preview.changes.map(({ name }) => name)).toEqual([`one.${zone}`, `two.${zone}`, `www.${zone}`]);
    expect((await listRecords(owner, id)).serial).toBe(serial);
    expect(await editRecords(owner, id, { changes, dryRun: false }, { expected: serial })).toMatchObject({
      applied: true,
      serial: serial + 1,
    });
    await untilHosted(id, "active");
    expect(await short(`two.${zone}`, "A")).toEqual(["192.0.2.2"]);
    expect(await short(`www.${zone}`, "A")).toEqual([]);
  });

  it("keeps records of the panel beside the customer's, and serves both", async () => {
    const { id, zone } = await make();
    const system = {
      zoneId: id,
      name: zone,
      type: "TXT",
      source: "system" as const,
      ttl: 60,
      values: ['"v=spf1 mx -all"'],
    };
    await sql().prisma.dnsRrset.create({ data: system });
    await put(id, { name: "@", type: "TXT", ttl: 3_600, values: ["mine"] });
    expect((await short(zone, "TXT")).sort()).toEqual(['"mine"', '"v=spf1 mx -all"']);
    expect((await server.dig("+noall", "+answer", zone, "TXT"))[0]).toMatch(/\s60\s/);
    await removeRecords(owner, id, { name: "@", type: "TXT" }, anySerial);
    await untilHosted(id, "active");
    expect(await short(zone, "TXT")).toEqual(['"v=spf1 mx -all"']);
    await sql().prisma.dnsRrset.create({ data: { ...system, name: `key.${zone}` } });
    const clash = putRecords(owner, id, { name: "key", type: "CNAME", ttl: 300, values: ["a.example."] }, anySerial);
    await expect(clash).rejects.toMatchObject({ code: "provider_refused" });
    const { items } = await listRecords(owner, id);
    expect(items.filter(({ source }) => source === "system").map(({ display }) => display.name)).toEqual(["@", "key"]);
  });

  it("is imported from a file with a preview, and exported again", async () => {
    const { id, zone, serial } = await make();
    const text = `$ORIGIN ${zone}\n$TTL 600\n@ NS ns1.other.example.\n@ A 192.0.2.50\nmail A 192.0.2.51\n`;
    const input = { text, apply: false, keepNameServers: true };
    const preview = await importZone(owner, id, input, anySerial);
    expect(preview).toMatchObject({ applied: false, serial, problems: [] });
    expect(preview.changes.map(({ name, type }) => `${name} ${type}`)).toEqual([
      `mail.${zone} A`,
      `www.${zone} CNAME`,
      `${zone} A`,
    ]);
    const wrong = await importZone(owner, id, { ...input, text: `${text}bad A 1.2.3\n` }, anySerial);
    expect(wrong).toMatchObject({ problems: [{ line: 6 }], changes: [] });
    const refused = importZone(owner, id, { ...input, text: `${text}bad A 1.2.3\n`, apply: true }, anySerial);
    await expect(refused).rejects.toMatchObject({ code: "validation_failed", errors: [{ path: "text" }] });
    await importZone(owner, id, { ...input, apply: true }, { expected: serial });
    await untilHosted(id, "active");
    expect(await short(`mail.${zone}`, "A")).toEqual(["192.0.2.51"]);
    expect(await short(zone, "NS")).toHaveLength(2);
    const exported = await exportZone(owner, id);
    expect(exported.text).toContain(`mail.${zone}\t600\tIN\tA\t192.0.2.51`);
    expect(exported.text).toContain(` ${serial + 1} `);
    const again = await importZone(owner, id, { ...input, text: exported.text }, anySerial);
    expect(again).toMatchObject({ problems: [], changes: [] });
  });

  it("has a history whose changes are undone, unless the records changed since", async () => {
    const { id, zone } = await make();
    await put(id, a("shop", "192.0.2.7"));
    await put(id, a("shop", "192.0.2.8"));
    const { items } = await listHistory(owner, id, { limit: 10 });
    const [second, first] = items;
    expect(items.map(({ action, actor }) => [action, actor])).toEqual([
      ["records", owner.name],
      ["records", owner.name],
    ]);
    await expect(undoChange(owner, id, first?.id ?? "")).rejects.toMatchObject({ code: "undo_conflict" });
    await undoChange(owner, id, second?.id ?? "");
    await untilHosted(id, "active");
    expect(await short(`shop.${zone}`, "A")).toEqual(["192.0.2.7"]);
    await expect(undoChange(owner, id, second?.id ?? "")).rejects.toMatchObject({ code: "hosted_wrong_state" });
    await undoChange(owner, id, first?.id ?? "");
    await untilHosted(id, "active");
    expect(await short(`shop.${zone}`, "A")).toEqual([]);
    expect((await listHistory(owner, id, { limit: 10 })).items.map(({ action }) => action)).toEqual([
      "undo",
      "undo",
      "records",
      "records",
    ]);
  });

  it("is signed and shows what the parent needs, until signing is switched off", async () => {
    const { id, zone } = await make();
    await setDnssec(owner, id, { enabled: true });
    await untilHosted(id, "active");
    const { dnssec, serial } = await getZone(owner, id);
    expect(dnssec.enabled).toBe(true);
    expect(dnssec.ds.some((ds) => / 13 2 [0-9a-f]{64}$/.test(ds))).toBe(true);
    expect((await server.dig("+dnssec", zone, "A")).join("\n")).toMatch(/RRSIG\s+A 13/);
    expect(await servedSerial(zone)).toBe(serial);
    await put(id, a("signed", "192.0.2.9"));
    expect((await server.dig("+dnssec", `signed.${zone}`, "A")).join("\n")).toMatch(/RRSIG\s+A 13/);
    const alias = putRecords(owner, id, { name: "alias", type: "ALIAS", ttl: 300, values: ["a.example."] }, anySerial);
    await expect(alias).rejects.toMatchObject({ code: "validation_failed" });
    await setDnssec(owner, id, { enabled: false });
    await untilHosted(id, "active");
    expect((await getZone(owner, id)).dnssec).toEqual({ enabled: false, ds: [] });
    expect((await server.dig("+dnssec", zone, "A")).join("\n")).not.toContain("RRSIG");
    await put(id, { name: "alias", type: "ALIAS", ttl: 300, values: ["a.example."] });
    await expect(setDnssec(owner, id, { enabled: true })).rejects.toMatchObject({ code: "validation_failed" });
  });

  it("follows the address that a router reports, for names that have one", async () => {
    const { id, zone } = await make();
    await put(id, a("home", "192.0.2.1"));
    const token: Actor = { ...owner, kind: "token", scopes: ["zone.dyndns"], resourceIds: [id] };
    const report = (hostname: string, myip?: string) => setAddress(token, id, { hostname, ...(myip ? { myip } : {}) });
    expect(await report(`home.${zone}`, "198.51.100.7")).toBe("good 198.51.100.7");
    await untilHosted(id, "active");
    expect(await short(`home.${zone}`, "A")).toEqual(["198.51.100.7"]);
    expect(await report(`home.${zone}`, "198.51.100.7")).toBe("nochg 198.51.100.7");
    expect(await report(`home.${zone}`, "2001:db8::7")).toBe("good 2001:db8::7");
    expect(await report(`other.${zone}`, "198.51.100.7")).toBe("nohost");
    expect(await report("home.elsewhere.example", "198.51.100.7")).toBe("nohost");
    await expect(report(`home.${zone}`)).rejects.toMatchObject({ code: "validation_failed" });
    await expect(setAddress(owner, id, { hostname: zone })).rejects.toMatchObject({ code: "forbidden" });
    await expect(removeRecords(token, id, { name: "home", type: "A" }, anySerial)).rejects.toMatchObject({
      code: "forbidden",
    });
    const other = await make();
    await expect(setAddress(token, other.id, { hostname: other.zone, myip: "192.0.2.1" })).rejects.toMatchObject({
      code: "not_found",
    });
    await untilHosted(id, "active");
  });
});

describe("drift of a zone", () => {
  it("is named, and adopted or repaired; a zone that only the server has is taken over", async () => {
    const { id, zone, serial } = await make();
    const client = new PowerDnsClient({ url: server.apiUrl, apiKey: server.apiKey });
    const added = {
      name: `by-hand.${zone}`,
      type: "A" as const,
      before: null,
      after: { ttl: 60, values: ["192.0.2.99"] },
    };
    await client.changeRecords(zone, [added]);
    const provider = await sql().prisma.hostedProvider.findFirstOrThrow({ where: { kind: "dns" } });
    const signal = AbortSignal.timeout(20_000);
    const resource = await sql().prisma.hostedResource.findUniqueOrThrow({ where: { id } });
    const found = await dnsZoneKind.compareAll(provider, [resource], signal);
    expect(found.get(id)).toEqual([`Records differ: by-hand.${zone} A.`]);
    const adopt = await dnsZoneKind.readDifference(provider, resource, signal);
    await transaction(adopt);
    expect((await listRecords(owner, id)).items.map(({ name }) => name)).toContain(`by-hand.${zone}`);
    expect(await getZone(owner, id)).toMatchObject({ serial: serial + 1 });
    expect((await listHistory(owner, id, { limit: 1 })).items).toMatchObject([{ action: "adopted", actor: null }]);
    await put(id, a("after", "192.0.2.1"));
    expect(await dnsZoneKind.compareAll(provider, [resource], signal)).toEqual(new Map());

    const before = await listRecords(owner, id);
    expect(await dnsZoneKind.list(provider, signal)).toContainEqual({ name: zone, marker: id });
    await sql().prisma.hostedResource.delete({ where: { id } });
    const takeOver = await dnsZoneKind.readOrphan(provider, { name: zone, marker: id }, signal);
    await transaction(async (tx) => {
      const { kind, ownerId, providerId, name, objectName } = resource;
      const data = { id, kind, ownerId, providerId, name, objectName, status: "active" as const };
      await takeOver(tx, await tx.prisma.hostedResource.create({ data }));
    });
    const after = await listRecords(owner, id);
    expect(after.items).toHaveLength(before.items.length);
    expect(after.serial).toBe(before.serial + 1);
  });
});

describe("sixty edits at once", () => {
  it("are all made, each with a serial of its own", async () => {
    const { id, zone, serial } = await make();
    const edits = await Promise.all(
      Array.from({ length: 60 }, (_, index) => putRecords(owner, id, a(`n${index}`, "192.0.2.1"), anySerial)),
    );
    const serials = edits.map((edit) => edit.serial).sort((left, right) => left - right);
    expect(serials).toEqual(Array.from({ length: 60 }, (_, index) => serial + 1 + index));
    await untilHosted(id, "active");
    expect(await servedSerial(zone)).toBe(serial + 60);
    expect(await short(`n59.${zone}`, "A")).toEqual(["192.0.2.1"]);
    const { items } = await listRecords(owner, id);
    expect(new Set(items.map(({ name, type }) => `${name} ${type}`)).size).toBe(items.length);
    expect(items).toHaveLength(63);
  });

  it("of the same serial are made once", async () => {
    const { id, serial } = await make();
    const edits = await Promise.allSettled(
      Array.from({ length: 60 }, (_, index) =>
        putRecords(owner, id, a(`n${index}`, "192.0.2.1"), { expected: serial }),
      ),
    );
    const refused = edits.flatMap((edit) => (edit.status === "rejected" ? [edit.reason.code] : []));
    expect(refused).toEqual(Array.from({ length: 59 }, () => "zone_changed"));
    await untilHosted(id, "active");
    expect((await getZone(owner, id)).serial).toBe(serial + 1);
  });
});

describe("another customer", () => {
  it("gets no zone of the same name, above or below, and nothing of the zone", async () => {
    const { id, zone } = await make(owner, "shop.taken.example");
    const hostile = await makeUser();
    const create = (actor: Actor, name: string) => createZone(actor, { name, template: "empty", parameters: {} });
    for (const name of ["shop.taken.example", "SHOP.Taken.example.", "taken.example", "x.shop.taken.example"]) {
      await expect(create(hostile, name)).rejects.toMatchObject({ code: "name_taken" });
    }
    const beside = await create(hostile, "shops.taken.example");
    const hidden = { code: "not_found" };
    await expect(getZone(hostile, id)).rejects.toMatchObject(hidden);
    await expect(listRecords(hostile, id)).rejects.toMatchObject(hidden);
    await expect(exportZone(hostile, id)).rejects.toMatchObject(hidden);
    await expect(putRecords(hostile, id, a("x", "192.0.2.1"), anySerial)).rejects.toMatchObject(hidden);
    await expect(setDnssec(hostile, id, { enabled: true })).rejects.toMatchObject(hidden);
    await expect(deleteZone(hostile, id)).rejects.toMatchObject(hidden);
    await put(id, a("x", "192.0.2.1"));
    const [change] = (await listHistory(owner, id, { limit: 1 })).items;
    await expect(undoChange(hostile, id, change?.id ?? "")).rejects.toMatchObject(hidden);
    await untilHosted(beside.id, "active");
    await expect(undoChange(hostile, beside.id, change?.id ?? "")).rejects.toMatchObject(hidden);
    const outside = putRecords(hostile, beside.id, a(`x.${zone}`, "192.0.2.66"), anySerial);
    await expect(outside).rejects.toMatchObject({ code: "validation_failed" });
    expect((await listZones(hostile, { limit: 10 })).items.map((item) => item.id)).toEqual([beside.id]);
    const staff = await makeUser("ADMIN");
    await untilHosted((await create(staff, "below.shop.taken.example")).id, "active");
  });

  it("gets no zone with the name servers in it; staff do, and add their addresses", async () => {
    const create = (actor: Actor, name: string) => createZone(actor, { name, template: "empty", parameters: {} });
    for (const name of ["names.example", "ns1.names.example"]) {
      await expect(create(await makeUser(), name)).rejects.toMatchObject({ code: "name_taken" });
    }
    const staff = await makeUser("ADMIN");
    const { id, zone } = await create(staff, "names.example");
    await untilHosted(id, "active");
    await putRecords(staff, id, a("ns1", "192.0.2.53"), anySerial);
    await untilHosted(id, "active");
    expect(await short(`ns1.${zone}`, "A")).toEqual(["192.0.2.53"]);
  });

  it("cannot take two overlapping zones at the same moment", async () => {
    const [one, two] = [await makeUser(), await makeUser()];
    const results = await Promise.allSettled([
      createZone(one, { name: "race.example", template: "empty", parameters: {} }),
      createZone(two, { name: "sub.race.example", template: "empty", parameters: {} }),
    ]);
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });
});
