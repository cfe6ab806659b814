import { z } from "zod";

/**
 * Settings of a zone whose wrong values PowerDNS accepts without a message: with an unknown `soa_edit_api` the serial
 * never changes, and an unknown `kind` becomes Native.
 */
const message = "PowerDNS accepts other values and ignores them.";
export const zoneSettingsSchema = z.strictObject({
  /** Master notifies the secondary servers; Native leaves replication to others. */
  kind: z.enum(["Native", "Master"], message).default("Native"),
  soaEditApi: z.enum(["DEFAULT", "INCREASE", "EPOCH"], message).default("DEFAULT"),
  /** The id of our service: who created the zone. */
  account: z.string().min(1).max(40),
  dnssec: z.boolean().default(false),
});
export type ZoneSettings = z.input<typeof zoneSettingsSchema>;

/** Metadata that we set: who may transfer the zone (networks), and who is notified of changes (addresses). */
export const zoneMetadataKinds = ["ALLOW-AXFR-FROM", "ALSO-NOTIFY"] as const;
export type ZoneMetadataKind = (typeof zoneMetadataKinds)[number];
