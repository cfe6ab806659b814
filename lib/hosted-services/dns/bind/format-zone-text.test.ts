import fc from "fast-check";
import { expect, it } from "vitest";
import { checkZone } from "../records/check-zone";
import type { RecordType, Rrset } from "../records/contract";
import { type RrsetInput, readRrset } from "../records/read-rrset";
import { formatZoneText } from "./format-zone-text";
import { readZoneText } from "./read-zone-text";

const zone = "example.com.";
const soa = { ttl: 3600, value: "ns1.example.net. hostmaster.example.com. 1 10800 3600 604800 3600" };
const apex: Rrset = { name: zone, type: "NS", ttl: 3600, values: ["ns1.example.net."] };

const label = fc.string({ unit: fc.constantFrom(..."abz019-_ü"), minLength: 1, maxLength: 12 });
const name = fc.array(label, { minLength: 1, maxLength: 3 }).map((labels) => labels.join("."));
const hex = (digits: number) =>
  fc.string({ unit: fc.constantFrom(..."0123456789abcdef"), minLength: digits, maxLength: digits });
const number = fc.nat(65_535);
const valuesByType: Record<RecordType, fc.Arbitrary<string>> = {
  A: fc.ipV4(),
  AAAA: fc.ipV6(),
  ALIAS: name,
  CAA: fc.constantFrom('0 issue "a.b"', '128 issuewild ";"', '0 iodef "mailto:a@b.c"'),
  CNAME: name,
  DS: hex(64).map((digits) => `1 13 2 ${digits}`),
  HTTPS: fc.tuple(name, number).map(([target, port]) => `1 ${target} port=${port} alpn=h3,h2 key99="a\\"b"`),
  MX: fc.tuple(number, name).map(([preference, host]) => `${preference} ${host}`),
  NAPTR: fc.constant('1 2 "U" "E2U+sip" "!^.*$!sip:a;b@c!" .'),
  NS: name.map((target) => `${target}.net.`),
  PTR: name,
  SRV: fc.tuple(number, name).map(([port, host]) => `0 5 ${port} ${host}`),
  SSHFP: hex(64).map((digits) => `4 2 ${digits}`),
  SVCB: name.map((target) => `0 ${target}`),
  TLSA: hex(64).map((digits) => `3 1 1 ${digits}`),
  TXT: fc.string({ unit: "binary", minLength: 1, maxLength: 400 }),
};
const owners: Partial<Record<RecordType, string>> = { SRV: "_a._tcp.", TLSA: "_25._tcp." };

const input = fc.constantFrom(...Object.keys(valuesByType)).chain((key): fc.Arbitrary<RrsetInput> => {
  const type = Object.keys(valuesByType).find((known): known is RecordType => known === key) ?? "A";
  return fc.record({
    name: name.map((text) => `${owners[type] ?? ""}${text}`),
    type: fc.constant(type),
    ttl: fc.integer({ min: 60, max: 604_800 }),
    values: fc.array(valuesByType[type], { minLength: 1, maxLength: 3 }),
  });
});

const inOrder = (rrsets: readonly Rrset[]) => rrsets.map((rrset) => JSON.stringify(rrset)).sort();

it("writes what it reads again", () => {
  let compared = 0;
  fc.assert(
    fc.property(fc.array(input, { maxLength: 12 }), (inputs) => {
      const sets = [apex];
      for (const { rrset } of inputs.map((one) => readRrset(one, zone))) {
        if (rrset && checkZone(zone, [...sets, rrset]).length === 0) sets.push(rrset);
      }
      compared += sets.length;
      const { rrsets, problems } = readZoneText(formatZoneText(zone, soa, sets), zone);
      expect(problems).toEqual([]);
      expect(inOrder(rrsets)).toEqual(inOrder(sets));
    }),
    { numRuns: 500 },
  );
  // Most of what is made can be in a zone: otherwise the test would compare nothing.
  expect(compared).toBeGreaterThan(1_500);
});

it("begins with the SOA and the apex, and keeps names together", () => {
  const set = (owner: string, type: RecordType, value: string): Rrset => ({
    name: owner,
    type,
    ttl: 60,
    values: [value],
  });
  const sets = [
    set("b.example.com.", "A", "192.0.2.1"),
    set("a.b.example.com.", "A", "192.0.2.1"),
    set("a.example.com.", "TXT", '"x"'),
    set("a.example.com.", "A", "192.0.2.1"),
    set(zone, "TXT", '"x"'),
    apex,
  ];
  const lines = formatZoneText(zone, soa, sets).split("\n");
  expect(lines.map((line) => line.replaceAll("\t", " "))).toEqual([
    "$ORIGIN example.com.",
    `example.com. 3600 IN SOA ${soa.value}`,
    "example.com. 3600 IN NS ns1.example.net.",
    'example.com. 60 IN TXT "x"',
    "a.example.com. 60 IN A 192.0.2.1",
    'a.example.com. 60 IN TXT "x"',
    "b.example.com. 60 IN A 192.0.2.1",
    "a.b.example.com. 60 IN A 192.0.2.1",
    "",
  ]);
});
