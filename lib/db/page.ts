/** Pages of a list ordered by id: a page starts after the last id of the page before, so that each costs the same. */
type Request = { limit: number; cursor?: string | undefined };
type Order = "newest first" | "oldest first";

/** The arguments of a Prisma call for one page; one row more than fits shows whether another page follows. */
type Window = {
  where: { id?: { lt: string } | { gt: string } };
  orderBy: { id: "asc" | "desc" };
  take: number;
};

/**
 * Reads one page. `read` combines the window with its own conditions:
 * `findMany({ ...window, where: { AND: [window.where, own] } })`, or passes `cursor` and `take` to a statement.
 */
export async function page<Row extends { id: string }>(
  { limit, cursor }: Request,
  read: (window: Window) => Promise<Row[]>,
  order: Order = "newest first",
): Promise<{ rows: Row[]; nextCursor: string | null }> {
  const isNewestFirst = order === "newest first";
  const after = isNewestFirst ? { lt: cursor ?? "" } : { gt: cursor ?? "" };
  const rows = await read({
    where: cursor === undefined ? {} : { id: after },
    orderBy: { id: isNewestFirst ? "desc" : "asc" },
    take: limit + 1,
  });
  const shown = rows.slice(0, limit);
  return { rows: shown, nextCursor: rows.length > limit ? (shown.at(-1)?.id ?? null) : null };
}
