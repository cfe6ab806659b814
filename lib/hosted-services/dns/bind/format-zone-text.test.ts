import fc from "fast-check";
import { expect, it } from "vitest";
import { arbitraryZone } from "../../testing/arbitrary-records";
import type { RecordType, Rrset } from "../records/contract";
import { formatZoneText } from "./format-zone-text";
import { readZoneText } from "./read-zone-text";

const zone = "example.com.";
const soa = { ttl: 3600, value: "ns1.example.net. hostmaster.example.com. 1 10800 3600 604800 3600" };
const apex: Rrset = { name: zone, type: "NS", ttl: 3600, values: ["ns1.example.net."] };

const inOrder = (rrsets: readonly Rrset[]) => rrsets.map((rrset) => JSON.stringify(rrset)).sort();

it("writes what it reads again", () => {
  let compared = 0;
  fc.assert(
    fc.property(arbitraryZone(zone), (sets) => {
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
