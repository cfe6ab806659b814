import { z } from "zod";

/** How the panel reaches a server. Apart from the provider's kind, which takes the client of the engine with it. */
export const postgresqlConnectionSchema = z.strictObject({
  url: z
    .string()
    .max(500)
    .regex(/^postgres(ql)?:\/\/[^\s]+$/, "Write postgresql://user:password@host:port/postgres."),
  publicHost: z.string().trim().min(1).max(253),
  publicPort: z.coerce.number().int().min(1).max(65_535),
});
