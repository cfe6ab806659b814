import { z } from "zod";

/** How the panel reaches a server. Apart from the provider's kind, which takes the client of the engine with it. */
export const mariadbConnectionSchema = z.strictObject({
  url: z
    .string()
    .max(500)
    .regex(/^(mysql|mariadb):\/\/[^\s]+$/, "Write mysql://user:password@host:port."),
  publicHost: z.string().trim().min(1).max(253),
  publicPort: z.coerce.number().int().min(1).max(65_535),
  /** The agent for dumps (games/mariadb/agent.mjs), which servers that the panel runs have. */
  agent: z.object({ url: z.url(), key: z.string() }).optional(),
});
export type MariadbConnectionSettings = z.output<typeof mariadbConnectionSchema>;
