import { z } from "zod";

/** Types of records that customers may write. SOA and everything of DNSSEC but DS belong to the name server. */
export const recordTypes = [
  "A",
  "AAAA",
  "ALIAS",
  "CAA",
  "CNAME",
  "DS",
  "HTTPS",
  "MX",
  "NAPTR",
  "NS",
  "PTR",
  "SRV",
  "SSHFP",
  "SVCB",
  "TLSA",
  "TXT",
] as const;
export type RecordType = (typeof recordTypes)[number];

const ofDnssec = "DNSSEC makes these records. Switch DNSSEC on or off for the whole zone.";

/** Types that are refused for a reason of their own. */
export const refusedTypes: Readonly<Record<string, string>> = {
  SOA: "The name server keeps the SOA record and its serial. It cannot be written or removed.",
  LUA: "LUA records run code on the name server and are not allowed. Use A, AAAA or CNAME.",
  SPF: "The type SPF is obsolete (RFC 7208). Write the same text as TXT.",
  A6: "The type A6 is obsolete. Use AAAA.",
  DNAME: "DNAME is not supported. Write a CNAME for each name.",
  ANY: "ANY is a question, not a record. Choose the type of the record.",
  DNSKEY: ofDnssec,
  CDNSKEY: ofDnssec,
  CDS: ofDnssec,
  RRSIG: ofDnssec,
  NSEC: ofDnssec,
  NSEC3: ofDnssec,
  NSEC3PARAM: ofDnssec,
};

/** Why records of this type are refused. */
export function refusedTypeReason(type: string): string {
  return (
    refusedTypes[type] ?? `Records of the type ${type.slice(0, 20)} are not supported. Use ${recordTypes.join(", ")}.`
  );
}

/** Seconds. Below a minute resolvers ask too often; above a week a mistake stays too long. */
export const ttlRange = { min: 60, max: 604_800 } as const;
export const defaultTtl = 3_600;
export const ttlPresets = [
  { seconds: 60, label: "1 minute" },
  { seconds: 300, label: "5 minutes" },
  { seconds: 3_600, label: "1 hour" },
  { seconds: 14_400, label: "4 hours" },
  { seconds: 86_400, label: "1 day" },
  { seconds: 604_800, label: "1 week" },
] as const;

export const zoneLimits = { records: 10_000, valuesOfSet: 200, valueLength: 8_192 } as const;

const ttlMessage = `Use a whole number of seconds from ${ttlRange.min} to ${ttlRange.max}.`;
export const ttlSchema = z
  .number(ttlMessage)
  .int(ttlMessage)
  .min(ttlRange.min, ttlMessage)
  .max(ttlRange.max, ttlMessage);
export const recordTypeSchema = z.enum(recordTypes, {
  error: ({ input }) => refusedTypeReason(typeof input === "string" ? input.toUpperCase() : "?"),
});

/** All records of one name and type. In answers the name and the values have the form that the name server stores. */
export const rrsetSchema = z.strictObject({
  name: z.string().trim().min(1, "Enter a name. @ is the zone itself.").max(300),
  type: recordTypeSchema,
  ttl: ttlSchema,
  values: z
    .array(z.string().max(zoneLimits.valueLength, "This value is too long."))
    .min(1, "Enter at least one value.")
    .max(zoneLimits.valuesOfSet, `At most ${zoneLimits.valuesOfSet} values can share a name and a type.`),
});
export type Rrset = z.output<typeof rrsetSchema>;

/** A zone with its canonical records; the SOA is not one of them. `signed`: DNSSEC is on, or is to be switched on. */
export type ZoneRecords = { name: string; signed: boolean; rrsets: readonly Rrset[] };

export const rrsetKeySchema = rrsetSchema.pick({ name: true, type: true });
export type RrsetKey = z.output<typeof rrsetKeySchema>;

/**
 * Where a record is wrong: the index of its set in the list (null for the zone as a whole), the field, and the index of
 * the value.
 */
export type RecordProblem = {
  rrset: number | null;
  field: "name" | "type" | "ttl" | "values";
  value?: number;
  message: string;
};
