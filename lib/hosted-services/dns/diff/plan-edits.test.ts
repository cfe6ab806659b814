import { describe, expect, it } from "vitest";
import type { RecordType, Rrset } from "../records/contract";
import { checkChanges, planEdits } from "./plan-edits";

const zone = "example.com.";
const set = (owner: string, type: RecordType, ...values: string[]): Rrset => ({
  name: owner === "@" ? zone : `${owner}.${zone}`,
  type,
  ttl: 300,
  values,
});
const apex = set("@", "NS", "ns1.example.net.");
const current = [
  apex,
  set("www", "A", "192.0.2.1"),
  set("sub", "NS", "a.b."),
  set("sub", "DS", `1 13 2 ${"ab".repeat(32)}`),
];
const put = (name: string, type: string, ...values: string[]) => ({ name, type, ttl: 300, values });
const plan = (edits: { put?: ReturnType<typeof put>[]; remove?: { name: string; type: string }[] }, from = current) =>
  planEdits({ name: zone, signed: false, rrsets: from }, { put: [], remove: [], ...edits });

it("returns what typed edits change", () => {
  const edits = {
    put: [put("WWW", "a", "192.0.2.2"), put("@", "TXT", "v=spf1 -all"), put("sub", "NS", "A.b")],
    remove: [
      { name: "sub.example.com", type: "ds" },
      { name: "absent", type: "A" },
    ],
  };
  expect(plan(edits)).toEqual({
    problems: [],
    changes: [
      { name: zone, type: "TXT", before: null, after: { ttl: 300, values: ['"v=spf1 -all"'] } },
      { name: "sub.example.com.", type: "DS", before: { ttl: 300, values: [expect.any(String)] }, after: null },
      {
        name: "www.example.com.",
        type: "A",
        before: { ttl: 300, values: ["192.0.2.1"] },
        after: { ttl: 300, values: ["192.0.2.2"] },
      },
    ],
  });
});

describe("refuses", () => {
  it.each([
    [
      "a wrong value",
      { put: [put("a", "A", "192.0.2.1"), put("b", "A", "x")] },
      { in: "put", rrset: 1, field: "values", value: 0 },
      "not an IPv4",
    ],
    [
      "a wrong name to remove",
      { remove: [{ name: "a b", type: "A" }] },
      { in: "remove", rrset: 0, field: "name" },
      "letters",
    ],
    [
      "the removal of the SOA",
      { remove: [{ name: "@", type: "SOA" }] },
      { in: "remove", rrset: 0, field: "type" },
      "cannot be written or removed",
    ],
    [
      "the removal of the last NS",
      {
        remove: [
          { name: "x", type: "A" },
          { name: "@", type: "NS" },
        ],
      },
      { in: "remove", rrset: 1 },
      "at least one NS",
    ],
    [
      "the same records twice",
      { put: [put("a", "A", "192.0.2.1"), put("A", "A", "192.0.2.2")] },
      { in: "put", rrset: 1, field: "name" },
      "twice",
    ],
    [
      "to put and to remove",
      { put: [put("a", "A", "192.0.2.1")], remove: [{ name: "a", type: "A" }] },
      { in: "remove", rrset: 0 },
      "twice",
    ],
    [
      "a CNAME beside others",
      { put: [put("www", "CNAME", "a.b")] },
      { in: "put", rrset: 0, field: "name" },
      "no other records",
    ],
    [
      "to remove what others need",
      { remove: [{ name: "sub", type: "NS" }] },
      { in: "zone" },
      "sub.example.com. DS: DS records need NS",
    ],
  ])("%s", (_what, edits, place, message) => {
    const { changes, problems } = plan(edits);
    expect(changes).toEqual([]);
    expect(problems).toEqual([expect.objectContaining({ ...place, message: expect.stringContaining(message) })]);
  });

  it("not what was wrong before", () => {
    const broken = [...current, set("bad", "CNAME", "a.b."), set("bad", "TXT", '"x"')];
    expect(plan({ put: [put("a", "A", "192.0.2.1")] }, broken).problems).toEqual([]);
    expect(plan({ put: [put("www", "CNAME", "a.b")] }, broken).problems).toHaveLength(1);
  });
});

it("checks an undo by the rules of the zone", () => {
  const undo = [
    { name: "www.example.com.", type: "CNAME" as const, before: null, after: { ttl: 60, values: ["a.b."] } },
  ];
  expect(checkChanges({ name: zone, signed: false, rrsets: current }, undo)).toEqual([
    expect.objectContaining({ in: "zone", message: expect.stringContaining("no other records") }),
  ]);
});
