import { expect, it } from "vitest";
import { checkZone } from "./check-zone";
import type { Rrset } from "./contract";

const zone = "example.com.";
const set = (name: string, type: Rrset["type"], ...values: string[]): Rrset => ({
  name: name === "@" ? zone : `${name}.${zone}`,
  type,
  ttl: 300,
  values,
});
const apex = set("@", "NS", "ns1.example.net.");
const ds = `1 13 2 ${"ab".repeat(32)}`;
const check = (...sets: Rrset[]) => checkZone({ name: zone, signed: false, rrsets: [apex, ...sets] });

it.each([
  [
    "addresses beside each other",
    [set("@", "A", "192.0.2.1"), set("@", "AAAA", "2001:db8::1"), set("*", "A", "192.0.2.1")],
  ],
  ["ALIAS at the apex", [set("@", "ALIAS", "app.example.net."), set("@", "TXT", '"a"')]],
  ["a CNAME alone", [set("www", "CNAME", "app.example.net.")]],
  [
    "a delegation with DS and glue",
    [
      set("sub", "NS", "ns1.sub.example.com.", "ns2.example.net."),
      set("sub", "DS", ds),
      set("ns1.sub", "A", "192.0.2.1"),
    ],
  ],
  ["a name server that is the delegation itself", [set("sub", "NS", "sub.example.com."), set("sub", "A", "192.0.2.1")]],
  ["a name server below another delegation", [set("a", "NS", "ns.b.example.com."), set("b", "NS", "ns.example.net.")]],
  ["a name server of the zone inside of it", [set("@", "A", "192.0.2.1"), set("sub", "NS", "example.com.")]],
])("accepts %s", (_what, sets) => {
  expect(check(...sets)).toEqual([]);
});

it.each([
  ["a CNAME beside others", [set("www", "CNAME", "a.b."), set("www", "TXT", '"a"')], 1, "name", "use ALIAS"],
  ["a CNAME at the apex", [set("@", "CNAME", "a.b.")], 1, "name", "Use ALIAS instead"],
  ["a CNAME to itself", [set("www", "CNAME", "www.example.com.")], 1, "values", "leads to itself"],
  ["an ALIAS to itself", [set("www", "ALIAS", "www.example.com.")], 1, "values", "leads to itself"],
  ["an ALIAS beside addresses", [set("@", "A", "192.0.2.1"), set("@", "ALIAS", "a.b.")], 2, "name", "no A and AAAA"],
  ["DS at the apex", [set("@", "DS", ds)], 1, "name", "into its parent"],
  ["DS without a delegation", [set("sub", "DS", ds)], 1, "name", "need NS records"],
  [
    "records below a delegation",
    [set("sub", "NS", "a.b."), set("www.sub", "A", "192.0.2.1")],
    2,
    "name",
    '"sub" is delegated',
  ],
  [
    "records far below a delegation",
    [set("sub", "NS", "a.b."), set("a.b.c.sub", "TXT", '"a"')],
    2,
    "name",
    '"sub" is delegated',
  ],
  ["records at a delegation", [set("sub", "NS", "a.b."), set("sub", "TXT", '"a"')], 2, "name", '"sub" is delegated'],
  [
    "a delegation below a delegation",
    [set("sub", "NS", "a.b."), set("x.sub", "NS", "a.b.")],
    2,
    "name",
    '"sub" is delegated',
  ],
  ["missing glue", [set("sub", "NS", "ns1.sub.example.com.")], 1, "values", "has no address"],
  [
    "a name server that is a CNAME",
    [set("ns", "CNAME", "a.b."), set("sub", "NS", "ns.example.com.")],
    2,
    "values",
    "has no address",
  ],
  ["a set that is there twice", [set("a", "A", "192.0.2.1"), set("a", "A", "192.0.2.2")], 2, "name", "twice"],
  [
    "a name of another zone",
    [{ ...set("a", "A", "192.0.2.1"), name: "a.notexample.com." }],
    1,
    "name",
    "not in the zone",
  ],
  [
    "values that fit into no answer",
    [set("a", "TXT", ...Array.from({ length: 9 }, (_, i) => `"${"x".repeat(7_000)}${i}"`))],
    1,
    "values",
    "do not fit",
  ],
] as const)("refuses %s", (_what, sets, rrset, field, message) => {
  expect(check(...sets)).toEqual([
    expect.objectContaining({ rrset, field, message: expect.stringContaining(message) }),
  ]);
});

it("refuses a zone without name servers", () => {
  expect(checkZone({ name: zone, signed: false, rrsets: [set("sub", "NS", "a.b.")] })).toEqual([
    expect.objectContaining({ message: expect.stringContaining("at least one NS") }),
  ]);
});

it("refuses the record after the ten thousandth, in linear time", () => {
  const sets = Array.from({ length: 10_000 }, (_, i) => set(`a${i}.b.c.d.e.f.g`, "A", "192.0.2.1"));
  const startedAt = performance.now();
  expect(check(...sets.slice(1))).toEqual([]);
  expect(check(...sets)).toEqual([
    expect.objectContaining({ rrset: 10_000, message: expect.stringContaining("10,000") }),
  ]);
  expect(performance.now() - startedAt).toBeLessThan(2_000);
});

it("refuses an ALIAS only where it would have to be signed", () => {
  const rrsets = [apex, set("@", "ALIAS", "app.example.net.")];
  expect(checkZone({ name: zone, signed: false, rrsets })).toEqual([]);
  expect(checkZone({ name: zone, signed: true, rrsets })).toEqual([
    { rrset: 1, field: "type", message: expect.stringContaining("cannot sign an ALIAS") },
  ]);
});
