import { execFile } from "node:child_process";
import { Resolver } from "node:dns/promises";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { keysOf } from "@/lib/core/records";
import { OwnPowerDns } from "@/lib/testing/processes/powerdns";
import { arbitraryZone } from "../../testing/arbitrary-records";
import { formatZoneText } from "../bind/format-zone-text";
import { readZoneText } from "../bind/read-zone-text";
import type { RrsetChange } from "../diff/contract";
import { diffZones } from "../diff/diff-zones";
import { checkZone } from "../records/check-zone";
import type { RecordType, Rrset } from "../records/contract";
import { readRrsets } from "../records/read-rrset";
import { recordKinds } from "../records/registry";
import { PowerDnsClient } from "./powerdns-client";

const run = promisify(execFile);
const server = new OwnPowerDns();
const client = () => new PowerDnsClient({ url: server.apiUrl, apiKey: server.apiKey, timeoutMs: 5_000 });
const settings = { account: "svc_1" };

beforeAll(() => server.start());
afterAll(() => server.dispose());

const apexOf = (zone: string): Rrset => ({
  name: zone,
  type: "NS",
  ttl: 3_600,
  values: ["ns1.example.net.", "ns2.example.net."],
});
const set = (name: string, type: RecordType, ...values: string[]): Rrset => ({ name, type, ttl: 300, values });
const putOf = ({ name, type, ttl, values }: Rrset): RrsetChange => ({
  name,
  type,
  before: null,
  after: { ttl, values },
});

/** One record of each type, with the example that the forms show. */
function everyType(zone: string): Rrset[] {
  const owners: Partial<Record<RecordType, string>> = { SRV: "_a._tcp", TLSA: "_25._tcp.mail", DS: "ns" };
  const inputs = keysOf(recordKinds).map((type) => ({
    name: owners[type] ?? type.toLowerCase(),
    type,
    ttl: 300,
    values: [recordKinds[type].example],
  }));
  const { rrsets, problems } = readRrsets(inputs, zone);
  expect(problems).toEqual([]);
  expect(checkZone({ name: zone, signed: false, rrsets: [apexOf(zone), ...rrsets] })).toEqual([]);
  return [apexOf(zone), ...rrsets];
}

describe("zones", () => {
  it("are created with all their records in one call, and read back in the same form", async () => {
    const zone = "types.example.";
    const rrsets = [
      ...everyType(zone),
      set(`txt2.${zone}`, "TXT", `"${"x".repeat(255)}" "${"y".repeat(100)}"`, '"\\195\\188 \\" \\\\ \\001"'),
    ];
    const created = await client().createZone(zone, settings, rrsets);
    expect(created).toMatchObject({ name: zone, kind: "Native", account: "svc_1", dnssec: false });
    expect(created.serial).toBeGreaterThan(0);
    const observed = await client().getZone(zone);
    expect(diffZones(rrsets, observed?.rrsets ?? [])).toEqual([]);
    expect(observed?.otherRecords).toEqual([]);
    expect(observed?.soa?.value).toContain("ns1.example.net. hostmaster.types.example.");
    expect((await client().listZones()).find(({ name }) => name === zone)).toMatchObject({
      account: "svc_1",
      serial: created.serial,
    });
  });

  it("answer at once", async () => {
    const zone = "answers.example.";
    await client().createZone(zone, settings, [
      apexOf(zone),
      set(zone, "MX", "10 mail.answers.example."),
      set(`mail.${zone}`, "A", "192.0.2.1"),
    ]);
    const resolver = new Resolver();
    resolver.setServers([`127.0.0.1:${server.dnsPort}`]);
    expect(await resolver.resolveMx("answers.example")).toMatchObject([
      { priority: 10, exchange: "mail.answers.example" },
    ]);
    expect(await resolver.resolve4("mail.answers.example")).toEqual(["192.0.2.1"]);
  });

  it("answer the addresses of an ALIAS at the apex", async () => {
    const target = "target.example.";
    await client().createZone(target, settings, [apexOf(target), set(`app.${target}`, "A", "192.0.2.7")]);
    const zone = "alias.example.";
    await client().createZone(zone, settings, [apexOf(zone), set(zone, "ALIAS", `app.${target}`)]);
    expect(await server.dig("+short", zone, "A")).toEqual(["192.0.2.7"]);
  });

  it("of the same name are created once", async () => {
    const zone = "once.example.";
    const creates = await Promise.allSettled(
      Array.from({ length: 8 }, (_, index) => client().createZone(zone, { account: `svc_${index}` }, [apexOf(zone)])),
    );
    expect(creates.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    await expect(client().createZone(zone, settings, [apexOf(zone)])).rejects.toMatchObject({ kind: "conflict" });
  });

  it("with a wrong record are not left behind", async () => {
    const zone = "wrong.example.";
    const wrong = set(zone, "A", "300.1.1.1");
    await expect(client().createZone(zone, settings, [apexOf(zone), wrong])).rejects.toMatchObject({
      kind: "invalid",
      message: expect.stringContaining("300.1.1.1"),
    });
    expect(await client().getZone(zone)).toBeNull();
  });

  it("are deleted, also a second time", async () => {
    const zone = "deleted.example.";
    await client().createZone(zone, settings, [apexOf(zone)]);
    expect(await client().deleteZone(zone)).toBe("deleted");
    expect(await client().deleteZone(zone)).toBe("absent");
    await expect(client().changeRecords(zone, [putOf(set(zone, "A", "192.0.2.1"))])).rejects.toMatchObject({
      kind: "not-found",
    });
    expect((await server.dig(zone, "SOA")).join("\n")).toContain("REFUSED");
  });

  it("become files that BIND reads, and that we read again", async () => {
    const zone = "file.example.";
    const rrsets = everyType(zone).filter(({ type }) => type !== "ALIAS");
    await client().createZone(zone, settings, rrsets);
    const observed = await client().getZone(zone);
    const text = formatZoneText(zone, observed?.soa ?? { ttl: 0, value: "" }, observed?.rrsets ?? []);
    expect(diffZones(rrsets, readZoneText(text, zone).rrsets)).toEqual([]);
    expect(diffZones(rrsets, readZoneText(await client().exportZone(zone), zone).rrsets)).toEqual([]);
    const folder = mkdtempSync(path.join(tmpdir(), "zone-file-"));
    writeFileSync(path.join(folder, "zone"), text);
    const checked = await run("/usr/bin/named-checkzone", ["-i", "local", zone, path.join(folder, "zone")]);
    rmSync(folder, { recursive: true });
    expect(checked.stdout).toContain("OK");
  });
});

it("takes every zone that we accept, gives it back and serves it in the same form", async () => {
  const zone = "any.example.";
  await fc.assert(
    fc.asyncProperty(arbitraryZone(zone), async (sets) => {
      await client().createZone(zone, settings, sets);
      await client().setMetadata(zone, "ALLOW-AXFR-FROM", ["127.0.0.1/32"]);
      const observed = await client().getZone(zone);
      const transferred = await server.dig("+onesoa", "+nomultiline", "+nosplit", zone, "AXFR");
      await client().deleteZone(zone);
      expect(diffZones(sets, observed?.rrsets ?? [])).toEqual([]);
      // ALIAS is PowerDNS's own: `dig` shows it as a number.
      const text = transferred.filter((line) => !line.includes("TYPE65401")).join("\n");
      const { rrsets, problems } = readZoneText(text, zone);
      expect(problems).toEqual([]);
      expect(
        diffZones(
          sets.filter(({ type }) => type !== "ALIAS"),
          rrsets,
        ),
      ).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

describe("changes of records", () => {
  it("are made as a whole or not at all, and can be repeated", async () => {
    const zone = "changes.example.";
    const { serial } = await client().createZone(zone, settings, [apexOf(zone), set(`a.${zone}`, "A", "192.0.2.1")]);
    const remove: RrsetChange = { name: `a.${zone}`, type: "A", before: null, after: null };
    const changes = [remove, putOf(set(`b.${zone}`, "A", "192.0.2.2", "192.0.2.3"))];
    await expect(client().changeRecords(zone, [...changes, putOf(set(zone, "A", "x"))])).rejects.toMatchObject({
      kind: "invalid",
    });
    expect((await client().getZone(zone))?.serial).toBe(serial);
    for (const _ of [1, 2]) await client().changeRecords(zone, changes);
    const observed = await client().getZone(zone);
    expect(diffZones([apexOf(zone), set(`b.${zone}`, "A", "192.0.2.2", "192.0.2.3")], observed?.rrsets ?? [])).toEqual(
      [],
    );
    expect(observed?.serial).toBeGreaterThan(serial);
    expect(await server.dig("+short", `b.${zone}`, "A")).toHaveLength(2);
    expect(await server.dig("+short", `a.${zone}`, "A")).toEqual([]);
  });

  it("by sixty callers with a lock are all made, without duplicates, with rising serials", async () => {
    const zone = "parallel.example.";
    await client().createZone(zone, settings, [apexOf(zone)]);
    const serials: number[] = [];
    let turn: Promise<unknown> = Promise.resolve();
    const locked = (work: () => Promise<void>) => {
      const done = turn.then(work);
      turn = done.catch(() => {});
      return done;
    };
    const edits = Array.from({ length: 60 }, (_, index) =>
      locked(async () => {
        const own = set(`n${index}.${zone}`, "A", "192.0.2.1");
        await client().changeRecords(zone, [putOf(own), putOf(set(`shared.${zone}`, "TXT", `"${index}"`))]);
        serials.push((await client().getZone(zone))?.serial ?? 0);
      }),
    );
    await Promise.all(edits);
    const observed = await client().getZone(zone);
    expect(observed?.rrsets).toHaveLength(62);
    expect(observed?.rrsets.find(({ name }) => name === `shared.${zone}`)?.values).toEqual(['"59"']);
    expect(serials.every((serial, index) => index === 0 || serial > (serials[index - 1] ?? 0))).toBe(true);
    expect((await server.dig(zone, "SOA", "+short")).length).toBe(1);
  });
});

describe("DNSSEC", () => {
  const zone = "signed.example.";
  const anchored = async (anchor: string) => {
    const folder = mkdtempSync(path.join(tmpdir(), "anchors-"));
    writeFileSync(path.join(folder, "anchors"), `trust-anchors { ${anchor} };\n`);
    const args = [
      "@127.0.0.1",
      "-p",
      String(server.dnsPort),
      "-a",
      path.join(folder, "anchors"),
      `+root=${zone}`,
      `www.${zone}`,
      "A",
    ];
    const { stdout } = await run("/usr/bin/delv", args).finally(() => rmSync(folder, { recursive: true }));
    return stdout;
  };

  it("signs answers that validate from the DS records", async () => {
    await client().createZone(zone, settings, [apexOf(zone), set(`www.${zone}`, "A", "192.0.2.1")]);
    expect(await client().getKeys(zone)).toEqual({ ds: [], dnskeys: [] });
    for (const _ of [1, 2]) await client().setDnssec(zone, true);
    const keys = await client().getKeys(zone);
    expect(keys.dnskeys).toHaveLength(1);
    expect(JSON.stringify(keys)).not.toMatch(/private/i);
    expect((await client().getZone(zone))?.dnssec).toBe(true);
    expect((await server.dig("+dnssec", `www.${zone}`, "A")).join("\n")).toMatch(/RRSIG\s+A 13 3 300/);
    const [tag, algorithm, type, digest] = keys.ds.find((ds) => ds.split(" ")[2] === "2")?.split(" ") ?? [];
    expect(await anchored(`${zone} static-ds ${tag} ${algorithm} ${type} "${digest}";`)).toContain("; fully validated");
    const [flags, protocol, keyAlgorithm, ...key] = keys.dnskeys[0]?.split(" ") ?? [];
    expect(await anchored(`${zone} static-key ${flags} ${protocol} ${keyAlgorithm} "${key.join("")}";`)).toContain(
      "; fully validated",
    );
    const wrong = `${zone} static-ds ${tag} ${algorithm} ${type} "${"00".repeat(32)}";`;
    expect(await anchored(wrong).catch((error: Error) => error.message)).not.toContain("fully validated");
  });

  it("signs every zone that we accept as a whole, also when it is switched on first", async () => {
    const any = "any-signed.example.";
    const folder = mkdtempSync(path.join(tmpdir(), "signed-zone-"));
    const file = path.join(folder, "zone");
    await fc.assert(
      fc.asyncProperty(arbitraryZone(any), fc.boolean(), async (made, signedFirst) => {
        const sets = made.filter(({ type }) => type !== "ALIAS");
        await client().createZone(any, { ...settings, dnssec: signedFirst }, signedFirst ? sets.slice(0, 1) : sets);
        await client().setDnssec(any, true);
        if (signedFirst) await client().changeRecords(any, sets.map(putOf));
        await client().setMetadata(any, "ALLOW-AXFR-FROM", ["127.0.0.1/32"]);
        writeFileSync(file, (await server.dig("+onesoa", "+nomultiline", "+nosplit", any, "AXFR")).join("\n"));
        await client().deleteZone(any);
        // -z: one key signs both the keys and the records.
        await run("/usr/bin/dnssec-verify", ["-q", "-z", "-o", any, file]);
      }),
      { numRuns: 25 },
    );
    rmSync(folder, { recursive: true });
  });

  it("validates records that are added later, and that a name is absent", async () => {
    await client().changeRecords(zone, [putOf(set(`*.wild.${zone}`, "A", "192.0.2.9"))]);
    expect((await server.dig("+dnssec", `x.wild.${zone}`, "A")).join("\n")).toContain("RRSIG");
    expect((await server.dig("+dnssec", `absent.${zone}`, "A")).join("\n")).toMatch(/NSEC/);
  });

  it("is switched off, and makes another key when it is switched on again", async () => {
    const before = await client().getKeys(zone);
    await client().setDnssec(zone, false);
    expect(await client().getKeys(zone)).toEqual({ ds: [], dnskeys: [] });
    expect((await server.dig("+dnssec", `www.${zone}`, "A")).join("\n")).not.toContain("RRSIG");
    await client().setDnssec(zone, true);
    expect((await client().getKeys(zone)).ds).not.toEqual(before.ds);
  });
});

describe("settings", () => {
  it("allow a secondary server to transfer the zone", async () => {
    const zone = "secondary.example.";
    await client().createZone(zone, settings, [apexOf(zone)]);
    const transfer = async () => (await server.dig(zone, "AXFR")).join("\n");
    expect(await transfer()).toContain("Transfer failed");
    await client().setMetadata(zone, "ALLOW-AXFR-FROM", ["127.0.0.1/32"]);
    await client().setMetadata(zone, "ALSO-NOTIFY", ["192.0.2.53"]);
    await client().changeSettings(zone, { kind: "Master", account: "svc_2" });
    expect(await client().getMetadata(zone, "ALSO-NOTIFY")).toEqual(["192.0.2.53"]);
    expect(await client().getZone(zone)).toMatchObject({ kind: "Master", account: "svc_2" });
    expect(await transfer()).toContain("ns1.example.net.");
    await client().setMetadata(zone, "ALLOW-AXFR-FROM", []);
    expect(await client().getMetadata(zone, "ALLOW-AXFR-FROM")).toEqual([]);
    expect(await transfer()).toContain("Transfer failed");
  });
});

describe("failures", () => {
  const zone = "failures.example.";
  const impatient = () => new PowerDnsClient({ url: server.apiUrl, apiKey: server.apiKey, timeoutMs: 300 });

  it("show a wrong key, without the key", async () => {
    expect(await client().version()).toMatch(/^4\./);
    const other = new PowerDnsClient({ url: server.apiUrl, apiKey: "not-the-key" });
    const error = await other.version().catch((reason: Error) => reason);
    expect(error).toMatchObject({ kind: "down", message: expect.stringContaining("refuses the API key") });
    expect(JSON.stringify(error)).not.toContain("not-the-key");
  });

  it("of a server that hangs: a read is down, a write has an unknown outcome that can be observed", async () => {
    await client().createZone(zone, settings, [apexOf(zone)]);
    server.pause();
    await expect(impatient().getZone(zone)).rejects.toMatchObject({ kind: "down", retryable: true });
    const change = impatient().changeRecords(zone, [putOf(set(zone, "A", "192.0.2.1"))]);
    await expect(change).rejects.toMatchObject({ kind: "unknown-outcome", retryable: true });
    server.resume();
    await expect.poll(async () => (await client().getZone(zone))?.rrsets.length, { timeout: 5_000 }).toBe(2);
  });

  it("of a server that is stopped: nothing was sent", async () => {
    await server.stop("SIGKILL");
    await expect(client().getZone(zone)).rejects.toMatchObject({ kind: "down" });
    await expect(client().createZone(zone, settings, [])).rejects.toMatchObject({ kind: "down" });
    await server.start();
    expect((await client().getZone(zone))?.rrsets).toHaveLength(2);
  });
});
