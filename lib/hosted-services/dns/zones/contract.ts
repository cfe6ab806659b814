import { z } from "zod";
import { hostedView } from "../../contract";
import { rrsetChangeSchema, zoneEditsSchema } from "../diff/contract";
import { rrsetSchema } from "../records/contract";
import type { zoneTemplateParameters } from "../templates/contract";

export const zoneTemplateNames = [
  "empty",
  "website",
  "google-workspace",
  "microsoft-365",
  "parked",
] as const satisfies readonly (keyof typeof zoneTemplateParameters)[];

export const createZoneBody = z.strictObject({
  name: z.string().trim().min(1, "Write the name of your domain, such as example.com.").max(300),
  /** Id of a provider; the one with the fewest zones without. */
  provider: z.string().max(40).optional(),
  template: z.enum(zoneTemplateNames).default("empty"),
  /** Of the template, such as `ipv4` of a website. */
  parameters: z.record(z.string().max(40), z.union([z.string().max(1_000), z.boolean()])).default({}),
});
export type CreateZoneInput = z.output<typeof createZoneBody>;

export const zoneView = hostedView.extend({
  /** As DNS has it: ASCII, with a trailing dot. `name` is for people. */
  zone: z.string(),
  /** What the domain has to be delegated to. */
  nameservers: z.array(z.string()),
  serial: z.number().int(),
  dnssec: z.object({ enabled: z.boolean(), ds: z.array(z.string()) }),
  /** Servers that may transfer the zone and are notified of its changes. */
  secondaries: z.array(z.string()),
  /** Number of sets of records. */
  sets: z.number().int(),
});
export type ZoneView = z.output<typeof zoneView>;

export const zoneRecordView = rrsetSchema.extend({
  /** `system`: written by the panel for another service; it is changed there. */
  source: z.enum(["customer", "system"]),
  /** For people: the name below the zone, Unicode, texts without quotes. */
  display: z.object({ name: z.string(), values: z.array(z.string()) }),
});
export type ZoneRecordView = z.output<typeof zoneRecordView>;

export const zoneRecordsView = z.object({ serial: z.number().int(), items: z.array(zoneRecordView) });

export const bulkEditBody = z.strictObject({ changes: zoneEditsSchema, dryRun: z.boolean().default(false) });
export type BulkEditInput = z.output<typeof bulkEditBody>;

/** `keepNameServers`: NS records of the zone itself stay, whatever the text has. */
export const importZoneBody = z.strictObject({
  text: z.string().min(1, "Paste the text of a zone file.").max(2_000_000),
  apply: z.boolean().default(false),
  keepNameServers: z.boolean().default(true),
});
export type ImportZoneInput = z.output<typeof importZoneBody>;

/** What a change did, or would do when `applied` is false. */
export const zoneChangeView = z.object({
  serial: z.number().int(),
  applied: z.boolean(),
  changes: z.array(rrsetChangeSchema),
});
export type ZoneChangeView = z.output<typeof zoneChangeView>;

export const zoneImportView = zoneChangeView.extend({
  /** With any of them nothing is imported. */
  problems: z.array(z.object({ line: z.number().int(), message: z.string() })),
});
export type ZoneImportView = z.output<typeof zoneImportView>;

export const zoneActions = [
  "records",
  "import",
  "undo",
  "dyndns",
  "dnssec_on",
  "dnssec_off",
  "adopted",
  "mail",
] as const;
export type ZoneAction = (typeof zoneActions)[number];

/** At most this many changes of one entry are shown. */
export const shownChanges = 200;
export const zoneHistoryView = z.object({
  id: z.string(),
  serial: z.number().int(),
  at: z.iso.datetime(),
  action: z.enum(zoneActions),
  /** Name of the person; null for the panel, or a person whose account was erased. */
  actor: z.string().nullable(),
  changes: z.array(rrsetChangeSchema),
  changeCount: z.number().int(),
  /** The later change that took this one back. */
  undoneBy: z.string().nullable(),
});
export type ZoneHistoryView = z.output<typeof zoneHistoryView>;

export const setDnssecBody = z.strictObject({ enabled: z.boolean() });

export const dyndnsQuery = z.strictObject({
  hostname: z.string().trim().max(300).optional(),
  /** The caller's address without it. */
  myip: z.union([z.ipv4(), z.ipv6()], "Use an IPv4 or IPv6 address.").optional(),
});
export type DyndnsInput = z.output<typeof dyndnsQuery>;

export const secondariesBody = z.strictObject({
  addresses: z.array(z.union([z.ipv4(), z.ipv6()], { error: "Write an address as 192.0.2.53." })).max(10),
});
