import { z } from "zod";

/** `?limit=1..100&cursor=…&q=…`: keyset pages by id, so that page one thousand costs what page one does. */
export const listQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(40),
  cursor: z
    .string()
    .regex(/^[a-z]{3}_[0-9a-z]{26}$/, "Use the nextCursor of the page before.")
    .optional(),
  q: z.string().trim().max(100).optional(),
});
export type ListQuery = z.output<typeof listQuery>;

export function listOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}
