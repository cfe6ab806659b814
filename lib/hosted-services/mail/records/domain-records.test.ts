import { expect, it } from "vitest";
import { compareRecord } from "./check-records";
import { dkimText, domainRecords, isMailName, purposeOf, type RecordFacts } from "./domain-records";
import { freeRecords } from "./write-records";

const facts: RecordFacts = {
  domain: "acme.example",
  mxHost: "mx.mail.example",
  imap: { host: "mx.mail.example", port: 993 },
  submission: { host: "mx.mail.example", port: 587 },
  keys: [{ selector: "ln1", publicKey: "A".repeat(392) }],
  panelHost: "panel.example",
};
const records = domainRecords(facts);
const named = (type: string, start = "") => {
  const found = records.find((record) => record.type === type && record.name.startsWith(start));
  if (!found) throw new Error(`there is no ${type}`);
  return found;
};

it("a domain needs these records", () => {
  expect(records.map(({ name, type }) => `${name} ${type}`)).toEqual([
    "acme.example MX",
    "acme.example TXT",
    "_imaps._tcp.acme.example SRV",
    "_submission._tcp.acme.example SRV",
    "ln1._domainkey.acme.example TXT",
    "_dmarc.acme.example TXT",
    "autoconfig.acme.example CNAME",
    "autodiscover.acme.example CNAME",
  ]);
  expect(records.every(({ name }) => isMailName(name, "acme.example"))).toBe(true);
  expect(isMailName("www.acme.example", "acme.example")).toBe(false);
  expect(isMailName("_dmarc.other.example", "acme.example")).toBe(false);
});

it("an address has no place in MX and SRV records", () => {
  const types = domainRecords({ ...facts, mxHost: "192.0.2.1", panelHost: null }).map(({ type }) => type);
  expect(types).toEqual(["TXT", "TXT"]);
});

it("a long key is cut into strings", () => {
  const strings = dkimText("A".repeat(392)).split('" "');
  expect(strings).toHaveLength(2);
  expect(strings.every((string) => string.replaceAll('"', "").length <= 255)).toBe(true);
});

it("what DNS answers is compared by meaning", () => {
  const key = named("TXT", "ln1");
  const joined = `"v=DKIM1; k=rsa; p=${"A".repeat(392)}"`;
  expect(compareRecord(key, { values: [joined] })).toEqual({ state: "ok", found: [] });
  expect(compareRecord(key, { values: [] }).state).toBe("missing");
  expect(compareRecord(key, "unknown").state).toBe("unknown");
  const spf = named("TXT", "acme");
  expect(compareRecord(spf, { values: ['"google-site-verification=1"'] }).state).toBe("missing");
  expect(compareRecord(spf, { values: ['"v=spf1 -all"', '"other"'] })).toEqual({
    state: "different",
    found: ['"v=spf1 -all"'],
  });
  const mx = named("MX");
  expect(compareRecord(mx, { values: ["10 MX.mail.example."] }).state).toBe("ok");
  expect(compareRecord(mx, { values: ["10 mx.mail.example.", "5 old.example."] }).state).toBe("different");
});

it("texts of one name have different purposes", () => {
  expect(purposeOf({ type: "TXT", value: '"v=spf1 mx" " -all"' })).toBe("v=spf1");
  expect(purposeOf({ type: "TXT", value: '"v=DMARC1; p=none"' })).toBe("v=dmarc1");
  expect(purposeOf({ type: "MX", value: "10 a." })).toBe("MX");
});

it("a place that the customer has taken stays the customer's", () => {
  const customer = [
    { name: "acme.example.", type: "TXT" as const, ttl: 300, values: ['"v=spf1 include:other.example -all"'] },
    { name: "autoconfig.acme.example.", type: "A" as const, ttl: 300, values: ["192.0.2.1"] },
    { name: "acme.example.", type: "A" as const, ttl: 300, values: ["192.0.2.1"] },
  ];
  const left = freeRecords(records, customer).map(({ name, type }) => `${name} ${type}`);
  expect(left).toContain("acme.example MX");
  expect(left).not.toContain("acme.example TXT");
  expect(left).not.toContain("autoconfig.acme.example CNAME");
});
