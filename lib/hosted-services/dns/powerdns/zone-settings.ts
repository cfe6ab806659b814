import { z } from "zod";
import { isNetwork } from "@/lib/core/networks";

/**
 * Settings of a zone whose wrong values PowerDNS accepts without a message: with an unknown `soa_edit_api` the serial
 * never changes, and an unknown `kind` becomes Native.
 */
const message = "PowerDNS accepts other values and ignores them.";
export const zoneSettingsSchema = z.strictObject({
  /** Master notifies the secondary servers; Native leaves replication to others. */
  kind: z.enum(["Native", "Master"], message).default("Native"),
  soaEditApi: z.enum(["DEFAULT", "INCREASE", "EPOCH", "OFF"], message).default("DEFAULT"),
  /** With `OFF` the serial is that of the SOA record which we write; otherwise the server makes one. */
  soa: z.object({ ttl: z.number().int(), value: z.string() }).optional(),
  /** The id of our service: who created the zone. */
  account: z.string().min(1).max(40),
  dnssec: z.boolean().default(false),
});
export type ZoneSettings = z.input<typeof zoneSettingsSchema>;

/** Metadata that we set, and what their values are; PowerDNS takes any text. */
const metadataValues = {
  /** Who may transfer the zone. */
  "ALLOW-AXFR-FROM": z.array(z.string().refine(isNetwork, "Use addresses or networks, such as 192.0.2.0/24.")),
  /** Who is notified of changes. */
  "ALSO-NOTIFY": z.array(z.union([z.ipv4(), z.ipv6()], "Use addresses, such as 192.0.2.53.")),
} as const;
export type ZoneMetadataKind = keyof typeof metadataValues;

/** Why these values cannot be set; null if they can. */
export function metadataProblem(kind: ZoneMetadataKind, values: readonly string[]): string | null {
  return metadataValues[kind].safeParse(values).error?.issues[0]?.message ?? null;
}
