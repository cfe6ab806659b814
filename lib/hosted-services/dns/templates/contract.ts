import { z } from "zod";

/** What a new zone may begin with. Each has the parameters of its schema; name servers are the provider's. */
export const zoneTemplateParameters = {
  empty: z.strictObject({}),
  website: z.strictObject({
    ipv4: z.ipv4("Write an IPv4 address, such as 192.0.2.10.").optional(),
    ipv6: z.ipv6("Write an IPv6 address, such as 2001:db8::10.").optional(),
    www: z.boolean().default(true),
  }),
  "google-workspace": z.strictObject({
    verification: z.string().trim().max(255, "This text is too long.").optional(),
  }),
  "microsoft-365": z.strictObject({
    verification: z.string().trim().max(255, "This text is too long.").optional(),
  }),
  parked: z.strictObject({}),
} as const;

export type ZoneTemplateName = keyof typeof zoneTemplateParameters;
