import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { OwnPowerDns } from "@/lib/testing/processes/powerdns";
import { readZoneText } from "./bind/read-zone-text";
import { planEdits, type TypedEdits } from "./diff/plan-edits";
import { metadataProblem, zoneSettingsSchema } from "./powerdns/zone-settings";
import { rrsetSchema } from "./records/contract";
import { readZoneName } from "./zones/zone-name";

/**
 * What PowerDNS 4.7 accepts without a message although it breaks a zone. Each case is sent to the real server, which
 * has to accept it, so that the list stays true; and each is refused by us, with its place.
 */
const server = new OwnPowerDns();
beforeAll(() => server.start());
afterAll(() => server.dispose());

async function call(method: string, path: string, body?: unknown): Promise<number> {
  const response = await fetch(`${server.apiUrl}/api/v1/servers/localhost${path}`, {
    method,
    headers: { "X-API-Key": server.apiKey, Accept: "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  await response.text();
  return response.status;
}

let zones = 0;
async function freshZone(): Promise<string> {
  const zone = `z${zones++}.example.`;
  expect(await call("POST", "/zones", { name: zone, kind: "Native", nameservers: ["ns1.example.net."] })).toBe(201);
  return zone;
}

type SentRecord = { owner: string; type: string; ttl?: number; content?: string };
const records: [string, SentRecord, { field: string; message: string }][] = [
  ["a negative TTL", { owner: "a", type: "A", ttl: -5, content: "192.0.2.1" }, { field: "ttl", message: "from 60" }],
  [
    "a huge TTL",
    { owner: "a", type: "A", ttl: 9_999_999_999, content: "192.0.2.1" },
    { field: "ttl", message: "to 604800" },
  ],
  [
    "an unknown tag of CAA",
    { owner: "@", type: "CAA", content: '0 foo "x"' },
    { field: "values", message: 'tag "foo"' },
  ],
  [
    "DNSKEY at the apex",
    { owner: "@", type: "DNSKEY", content: `257 3 13 ${"A".repeat(86)}==` },
    { field: "type", message: "DNSSEC" },
  ],
  [
    "a LUA record",
    { owner: "a", type: "LUA", content: `A "ifportup(80, {'192.0.2.1'})"` },
    { field: "type", message: "run code" },
  ],
  ["the removal of the SOA", { owner: "@", type: "SOA" }, { field: "type", message: "cannot be written or removed" }],
  ["the removal of the name servers", { owner: "@", type: "NS" }, { field: "type", message: "at least one NS" }],
];

describe.each(records)("%s", (_what, { owner, type, ttl = 300, content }, refusal) => {
  it("is accepted by PowerDNS", async () => {
    const zone = await freshZone();
    const name = owner === "@" ? zone : `${owner}.${zone}`;
    const change =
      content === undefined
        ? { changetype: "DELETE" }
        : { changetype: "REPLACE", ttl, records: [{ content, disabled: false }] };
    expect(await call("PATCH", `/zones/${zone}`, { rrsets: [{ name, type, ...change }] })).toBe(204);
  });

  it("is refused by us", () => {
    const zone = "example.com.";
    const current = [{ name: zone, type: "NS" as const, ttl: 300, values: ["ns1.example.net."] }];
    const put = { name: owner, type, ttl, values: [content ?? ""] };
    const edits: TypedEdits =
      content === undefined ? { put: [], remove: [{ name: owner, type }] } : { put: [put], remove: [] };
    const { changes, problems } = planEdits({ name: zone, signed: false, rrsets: current }, edits);
    expect(changes).toEqual([]);
    expect(problems[0]).toMatchObject({ field: refusal.field, message: expect.stringContaining(refusal.message) });
    expect(problems[0]).toMatchObject(content === undefined ? { in: "remove", rrset: 0 } : { in: "put", rrset: 0 });
  });
});

describe.each([
  ["an unknown kind", { kind: "Foo" }],
  ["an unknown soa_edit_api", { soa_edit_api: "INCEPTION-INCREMENT" }],
])("%s", (_what, setting) => {
  it("is accepted by PowerDNS", async () => {
    const body = { name: `z${zones++}.example.`, kind: "Native", nameservers: ["ns1.example.net."], ...setting };
    expect(await call("POST", "/zones", body)).toBe(201);
  });

  it("is refused by us", () => {
    const ours = "kind" in setting ? { kind: setting.kind } : { soaEditApi: setting.soa_edit_api };
    expect(zoneSettingsSchema.safeParse({ account: "svc_1", ...ours }).success).toBe(false);
    expect(zoneSettingsSchema.safeParse({ account: "svc_1" }).success).toBe(true);
  });
});

describe.each([
  ["ALLOW-AXFR-FROM", "everyone"],
  ["ALSO-NOTIFY", "ns1.example.net"],
] as const)("a wrong %s", (kind, value) => {
  it("is accepted by PowerDNS", async () => {
    const zone = await freshZone();
    expect(await call("PUT", `/zones/${zone}/metadata/${kind}`, { kind, metadata: [value] })).toBe(200);
  });

  it("is refused by us", () => {
    expect(metadataProblem(kind, [value])).toContain("such as");
    expect(metadataProblem(kind, ["192.0.2.53", "2001:db8::1"])).toBeNull();
  });
});

describe.each([["org."], ["."]])("the zone %s", (name) => {
  it("is accepted by PowerDNS", async () => {
    expect(await call("POST", "/zones", { name, kind: "Native", nameservers: ["ns1.example.net."] })).toBe(201);
    expect(await call("DELETE", `/zones/${name === "." ? "=2E" : name}`)).toBe(204);
  });

  it("is refused by us", () => {
    expect(readZoneName(name)).toHaveProperty("message");
  });
});

describe("an ALIAS in a signed zone", () => {
  it("is accepted by PowerDNS, and answered without a signature", async () => {
    const zone = await freshZone();
    const rrset = (type: string, name: string, content: string) => ({
      name,
      type,
      ttl: 300,
      changetype: "REPLACE",
      records: [{ content, disabled: false }],
    });
    expect(await call("PUT", `/zones/${zone}`, { dnssec: true })).toBe(204);
    const rrsets = [rrset("A", `app.${zone}`, "192.0.2.1"), rrset("ALIAS", zone, `app.${zone}`)];
    expect(await call("PATCH", `/zones/${zone}`, { rrsets })).toBe(204);
    expect((await server.dig("+dnssec", `app.${zone}`, "A")).join("\n")).toContain("RRSIG");
    const answer = (await server.dig("+dnssec", zone, "A")).join("\n");
    expect(answer).toContain("192.0.2.1");
    expect(answer).not.toContain("RRSIG");
  });

  it("is refused by us", () => {
    const zone = { name: "example.com.", signed: true, rrsets: [] };
    const put = { name: "@", type: "ALIAS", ttl: 300, values: ["app.example.net"] };
    expect(planEdits(zone, { put: [put], remove: [] }).problems).toContainEqual(
      expect.objectContaining({ in: "put", rrset: 0, message: expect.stringContaining("cannot sign an ALIAS") }),
    );
  });
});

describe("an import without name servers", () => {
  const text = (zone: string) =>
    `$ORIGIN ${zone}\n@ 300 IN SOA a.b. c.d. 1 3600 600 604800 300\nwww 300 IN A 192.0.2.1\n`;

  it("is accepted by PowerDNS", async () => {
    const name = `z${zones++}.example.`;
    expect(await call("POST", "/zones", { name, kind: "Native", zone: text(name) })).toBe(201);
  });

  it("is refused by us", () => {
    const { problems } = readZoneText(text("example.com."), "example.com.");
    expect(problems).toEqual([{ line: 1, message: expect.stringContaining("at least one NS") }]);
  });
});

it("the schema of the routes refuses the same types and times", () => {
  const valid = { name: "a", type: "A", ttl: 300, values: ["192.0.2.1"] };
  expect(rrsetSchema.safeParse(valid).success).toBe(true);
  for (const wrong of [
    { type: "LUA" },
    { type: "SOA" },
    { type: "DNSKEY" },
    { ttl: -5 },
    { ttl: 9_999_999_999 },
    { ttl: 60.5 },
  ]) {
    expect(rrsetSchema.safeParse({ ...valid, ...wrong }).success).toBe(false);
  }
  expect(rrsetSchema.safeParse({ ...valid, type: "LUA" }).error?.issues[0]?.message).toContain("run code");
});
