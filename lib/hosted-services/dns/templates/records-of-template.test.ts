import { describe, expect, it } from "vitest";
import { ZodError } from "zod";
import { keysOf } from "@/lib/core/records";
import { checkZone } from "../records/check-zone";
import { zoneTemplateParameters } from "./contract";
import { recordsOfTemplate } from "./records-of-template";

const zone = "example.com.";
const nameServers = ["ns1.example.net", "ns2.example.net."];
const recordsOf = (name: keyof typeof zoneTemplateParameters, parameters: unknown = {}) =>
  recordsOfTemplate(zone, nameServers, name, parameters).rrsets.map(({ name, type, values }) =>
    [name, type, ...values].join(" "),
  );

describe.each(keysOf(zoneTemplateParameters))("the template %s", (name) => {
  it.each([{}, { ipv4: "192.0.2.1", ipv6: "2001:DB8::1" }, { verification: "site-verification=abc" }])(
    "with %j makes a zone without problems",
    (parameters) => {
      const parsed = zoneTemplateParameters[name].safeParse(parameters);
      if (!parsed.success)
        return expect(() => recordsOfTemplate(zone, nameServers, name, parameters)).toThrow(ZodError);
      const { rrsets, problems } = recordsOfTemplate(zone, nameServers, name, parameters);
      expect(problems).toEqual([]);
      expect(checkZone({ name: zone, signed: true, rrsets })).toEqual([]);
    },
  );
});

it("begins with the name servers", () => {
  expect(recordsOf("empty")).toEqual(["example.com. NS ns1.example.net. ns2.example.net."]);
});

it("points www at the domain, if that has an address", () => {
  expect(recordsOf("website", { ipv4: "192.0.2.1", ipv6: "2001:DB8::1" }).slice(1)).toEqual([
    "example.com. A 192.0.2.1",
    "example.com. AAAA 2001:db8::1",
    "www.example.com. CNAME example.com.",
  ]);
  expect(recordsOf("website", { ipv4: "192.0.2.1", www: false })).toHaveLength(2);
  expect(recordsOf("website")).toHaveLength(1);
});

it("puts the proof of ownership beside SPF", () => {
  expect(recordsOf("google-workspace", { verification: "google-site-verification=a b" })).toContain(
    'example.com. TXT "v=spf1 include:_spf.google.com ~all" "google-site-verification=a b"',
  );
});

it("names the mail server of Microsoft by the domain", () => {
  expect(recordsOf("microsoft-365")).toContain("example.com. MX 0 example-com.mail.protection.outlook.com.");
});

it("refuses parameters of another template", () => {
  expect(() => recordsOf("empty", { ipv4: "192.0.2.1" })).toThrow(ZodError);
  expect(() => recordsOf("website", { ipv4: "192.0.2" })).toThrow(ZodError);
});
