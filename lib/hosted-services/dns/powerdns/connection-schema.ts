import { z } from "zod";
import { nameServersSchema } from "./name-servers";

/** How the panel reaches a name server. Apart from the provider's kind, which takes the client of the engine with it. */
export const dnsConnectionSchema = z.strictObject({
  apiUrl: z.url({ protocol: /^https?$/, message: "Write http://address:port of the API." }).max(300),
  apiKey: z.string().trim().min(1).max(200),
  nameservers: nameServersSchema,
  publicHost: z.string().trim().min(1).max(253),
  publicPort: z.coerce.number().int().min(1).max(65_535),
});
export type DnsConnection = z.output<typeof dnsConnectionSchema>;
