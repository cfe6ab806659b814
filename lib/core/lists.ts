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

/** Lists without a search. */
export const idQuery = listQuery.omit({ q: true });
/** Lists whose items have a short name instead of an id: the cursor is the last name of the page before. */
export const nameQuery = idQuery.extend({
  cursor: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,59}$/, "Use the nextCursor of the page before.")
    .optional(),
});

/** One page of a list that is short by nature and read whole, ordered by its key; `newest` orders ids downwards. */
export function pageOf<T>(
  items: readonly T[],
  query: { limit: number; cursor?: string | undefined },
  keyOf: (item: T) => string,
  newest = false,
): { items: T[]; nextCursor: string | null } {
  const direction = newest ? -1 : 1;
  const compare = (a: string, b: string) => (a === b ? 0 : a < b ? -direction : direction);
  const { cursor } = query;
  const rest = [...items]
    .sort((a, b) => compare(keyOf(a), keyOf(b)))
    .filter((item) => cursor === undefined || compare(keyOf(item), cursor) > 0);
  const page = rest.slice(0, query.limit);
  const last = page.at(-1);
  return { items: page, nextCursor: rest.length > page.length && last !== undefined ? keyOf(last) : null };
}
