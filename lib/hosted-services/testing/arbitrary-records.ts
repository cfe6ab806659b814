import fc from "fast-check";
import { keysOf } from "@/lib/core/records";
import { checkZone } from "../dns/records/check-zone";
import type { RecordType, Rrset } from "../dns/records/contract";
import { type RrsetInput, readRrset } from "../dns/records/read-rrset";

/** Zones as people may type them, with values at the edges of each type. */
const textOf = (letters: string, minLength: number, maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...letters), minLength, maxLength });

const label = textOf("abz019-_ü", 1, 12);
const name = fc.array(label, { minLength: 1, maxLength: 3 }).map((labels) => labels.join("."));
const owner = fc.oneof({ weight: 5, arbitrary: name }, { weight: 1, arbitrary: name.map((text) => `*.${text}`) });
const hex = (digits: number) => textOf("0123456789abcdef", digits, digits);
const number = fc.nat(65_535);
const quoted = textOf('ab01 ;()=,.@$!^*\\"', 0, 40).map((text) => `"${text.replace(/[\\"]/g, "\\$&")}"`);
const substitution = textOf("ab01 ;=,@$^*", 0, 20).map((text) => `"!^.*$!${text}!"`);
const host = fc.oneof(
  name,
  name.map((text) => `${text}.example.net.`),
);

const parameters = fc
  .record(
    {
      alpn: fc
        .uniqueArray(fc.constantFrom("h2", "h3", "http/1.1", "x-y_z"), { minLength: 1 })
        .map((all) => all.join(",")),
      port: number.map(String),
      ipv4hint: fc.array(fc.ipV4(), { minLength: 1, maxLength: 3 }).map((all) => all.join(",")),
      ipv6hint: fc.array(fc.ipV6(), { minLength: 1, maxLength: 3 }).map((all) => all.join(",")),
      ech: fc.base64String({ minLength: 4, maxLength: 40 }),
      mandatory: fc.constantFrom("alpn", "port,alpn"),
      key667: textOf("ab01!#$%&'*+,./:=?@^_{|}~-", 1, 20),
    },
    { requiredKeys: [] },
  )
  .map((record) =>
    Object.entries(record)
      .map(([key, value]) => ` ${key}=${value}`)
      .join(""),
  );
const binding = fc.tuple(fc.integer({ min: 1, max: 65_535 }), fc.oneof(host, fc.constant(".")), parameters);

const values: Readonly<Record<RecordType, fc.Arbitrary<string>>> = {
  A: fc.ipV4(),
  AAAA: fc.ipV6(),
  ALIAS: host,
  CAA: fc.oneof(
    fc.constantFrom('0 issue "a.b"', '128 issuewild ";"', '0 iodef "mailto:a@b.c"'),
    quoted.map((text) => `0 contactemail ${text}`),
  ),
  CNAME: host,
  DS: fc.tuple(number, hex(64)).map(([tag, digits]) => `${tag} 13 2 ${digits}`),
  HTTPS: binding.map(([priority, target, rest]) => `${priority} ${target}${rest}`),
  MX: fc.tuple(number, host).map(([preference, target]) => `${preference} ${target}`),
  NAPTR: fc
    .tuple(number, quoted, fc.oneof(substitution, fc.constant('""')))
    .map(([order, service, expression]) => `${order} 2 "U" ${service} ${expression} .`),
  NS: name.map((target) => `${target}.net.`),
  PTR: host,
  SRV: fc.tuple(number, host).map(([port, target]) => `0 5 ${port} ${target}`),
  SSHFP: hex(64).map((digits) => `4 2 ${digits}`),
  SVCB: binding.map(([priority, target, rest]) => `${priority} ${target}${rest}`),
  TLSA: fc.oneof(
    hex(64).map((digits) => `3 1 1 ${digits}`),
    hex(20).map((digits) => `2 0 0 ${digits}`),
  ),
  TXT: fc.oneof(
    fc.string({ unit: "binary", minLength: 1, maxLength: 400 }),
    fc.array(quoted, { minLength: 1, maxLength: 3 }).map((all) => all.join(" ")),
  ),
};
const prefixes: Partial<Record<RecordType, string>> = { SRV: "_a._tcp.", TLSA: "_25._tcp." };

const input = fc.constantFrom(...keysOf(values)).chain(
  (type): fc.Arbitrary<RrsetInput> =>
    fc.record({
      name: (prefixes[type] ? name : owner).map((text) => `${prefixes[type] ?? ""}${text}`),
      type: fc.constant(type),
      ttl: fc.integer({ min: 60, max: 604_800 }),
      values: fc.array(values[type], { minLength: 1, maxLength: 3 }),
    }),
);

/** Canonical records of `zone` that break no rule; most of what is made can stay. */
export function arbitraryZone(zone: string): fc.Arbitrary<Rrset[]> {
  const apex: Rrset = { name: zone, type: "NS", ttl: 3_600, values: ["ns1.example.net."] };
  return fc.array(input, { minLength: 1, maxLength: 12 }).map((inputs) => {
    const sets = [apex];
    for (const one of inputs) {
      const { rrset } = readRrset(one, zone);
      if (rrset && checkZone({ name: zone, signed: false, rrsets: [...sets, rrset] }).length === 0) sets.push(rrset);
    }
    return sets;
  });
}
