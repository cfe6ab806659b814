import type { Sql } from "@/lib/db/transaction";

export type Person = { id: string; name: string; email: string };

/** Accounts by their ids, for rows that outlive them; those that were deleted are left out. */
export async function peopleById(db: Sql, ids: readonly (string | null)[]): Promise<Map<string, Person>> {
  const people = await db.prisma.user.findMany({
    where: { id: { in: [...new Set(ids)].flatMap((id) => id ?? []) } },
    select: { id: true, name: true, email: true },
  });
  return new Map(people.map((person) => [person.id, person]));
}
