import { z } from "zod";
import type { Rrset } from "../records/contract";
import { canonicalRrset, type RrsetInput } from "../records/read-rrset";

/**
 * What the API of PowerDNS 4.7 answers (doc.powerdns.com/authoritative/http-api). Fields that are not named here are
 * dropped; the private part of keys is such a field.
 */
export const serverAnswer = z.object({ daemon_type: z.literal("authoritative"), version: z.string().max(100) });

const rrsetAnswer = z.object({
  name: z.string(),
  type: z.string(),
  ttl: z.number().int(),
  records: z.array(z.object({ content: z.string(), disabled: z.boolean() })),
});

const zoneHead = z.object({
  name: z.string(),
  kind: z.string(),
  account: z.string(),
  serial: z.number().int(),
  dnssec: z.boolean(),
});

export const zoneListAnswer = z.array(zoneHead);
export type ZoneHead = z.output<typeof zoneHead>;

/** A zone as the name server has it, in canonical form. */
export type ObservedZone = ZoneHead & {
  soa: { ttl: number; value: string } | null;
  rrsets: Rrset[];
  /** Records of types that we do not write, such as LUA. */
  otherRecords: RrsetInput[];
};

/** Disabled records are not served, so they count as absent. */
export const zoneAnswer = zoneHead
  .extend({ rrsets: z.array(rrsetAnswer) })
  .transform(({ rrsets, ...head }): ObservedZone => {
    const served = rrsets.flatMap(({ name, type, ttl, records }): RrsetInput[] => {
      const values = records.filter(({ disabled }) => !disabled).map(({ content }) => content);
      return values.length > 0 ? [{ name, type, ttl, values }] : [];
    });
    const soa = served.find(({ type, name }) => type === "SOA" && name === head.name);
    const [value] = soa?.values ?? [];
    return {
      ...head,
      soa: soa && value !== undefined ? { ttl: soa.ttl, value } : null,
      rrsets: served.flatMap((rrset) => canonicalRrset(rrset) ?? []),
      otherRecords: served.filter((rrset) => rrset.type !== "SOA" && canonicalRrset(rrset) === null),
    };
  });

export const keysAnswer = z.array(
  z.object({
    active: z.boolean(),
    published: z.boolean(),
    dnskey: z.string(),
    /** `key tag, algorithm, type of the digest, digest`; keys that only sign records have none. */
    ds: z.array(z.string()).default([]),
  }),
);

export const exportAnswer = z.object({ zone: z.string() });
export const metadataAnswer = z.object({ metadata: z.array(z.string()) });
export const errorAnswer = z.object({ error: z.string() });
