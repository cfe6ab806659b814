/** A text as LIKE and ILIKE match it literally. Prisma's `contains` and `startsWith` do this by themselves. */
export function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, "\\$&");
}
