import { z } from "zod";

/** Parts of a connection, each of which becomes a variable of the container. */
export const variableNames = ["URL", "HOST", "PORT", "NAME", "USER", "PASSWORD"] as const;

/** The container gets `<prefix>_URL` and the others at its next start. */
export const attachBody = z.strictObject({
  serverId: z.string().max(40),
  prefix: z
    .string()
    .regex(/^[A-Z][A-Z0-9_]{0,30}$/, "Use capital letters, digits and underscores.")
    .default("DATABASE"),
});

export const attachmentView = z.object({
  serverId: z.string(),
  server: z.string(),
  prefix: z.string(),
  variables: z.array(z.string()),
});
export type AttachmentView = z.output<typeof attachmentView>;

export const attachedDatabaseView = z.object({ id: z.string(), name: z.string(), prefix: z.string() });
export type AttachedDatabaseView = z.output<typeof attachedDatabaseView>;
