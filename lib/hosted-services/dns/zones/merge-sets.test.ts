import { expect, it } from "vitest";
import type { Rrset } from "../records/contract";
import { mergeSets } from "./merge-sets";

const txt = (ttl: number, ...values: string[]): Rrset => ({ name: "example.com.", type: "TXT", ttl, values });

it("unites values of one name and type under the smallest TTL", () => {
  expect(mergeSets([txt(3_600, '"a"', '"b"')], [txt(60, '"b"', '"c"')])).toEqual([txt(60, '"a"', '"b"', '"c"')]);
  expect(mergeSets([txt(60, '"a"')], [txt(3_600, '"b"')])).toEqual([txt(60, '"a"', '"b"')]);
});

it("keeps other names and types apart, and its arguments as they are", () => {
  const own = [txt(60, '"a"')];
  const other: Rrset = { name: "mail.example.com.", type: "TXT", ttl: 60, values: ['"a"'] };
  const mx: Rrset = { name: "example.com.", type: "MX", ttl: 60, values: ["10 mail.example.com."] };
  expect(mergeSets(own, [other, mx])).toEqual([...own, other, mx]);
  mergeSets(own, [txt(30, '"z"')]);
  expect(own).toEqual([txt(60, '"a"')]);
});
