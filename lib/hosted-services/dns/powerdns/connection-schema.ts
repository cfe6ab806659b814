import { z } from "zod";
import { attempt } from "../records/invalid-record";
import { absoluteName } from "../records/names";

const nameServer = z.string().transform((text, context) => {
  const name = attempt(() => absoluteName(text));
  if ("value" in name) return name.value;
  context.addIssue({ code: "custom", message: name.message });
  return z.NEVER;
});

/** How the panel reaches a name server. Apart from the provider's kind, which takes the client of the engine with it. */
export const dnsConnectionSchema = z.strictObject({
  apiUrl: z.url({ protocol: /^https?$/, message: "Write http://address:port of the API." }).max(300),
  apiKey: z.string().trim().min(1).max(200),
  nameservers: z.array(nameServer).min(1, "Enter at least one name server.").max(8),
  publicHost: z.string().trim().min(1).max(253),
  publicPort: z.coerce.number().int().min(1).max(65_535),
});
export type DnsConnection = z.output<typeof dnsConnectionSchema>;
