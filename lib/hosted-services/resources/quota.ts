import type { Sql } from "@/lib/db/transaction";
import type { HostedKind } from "./define-hosted-kind";

/** How many objects of this kind the person may have: their own quota, or the default of their role. Staff: no limit. */
export async function quotaOf(db: Sql, kind: Pick<HostedKind, "kind" | "quota">, userId: string): Promise<number> {
  const own = await db.prisma.hostedQuota.findUnique({ where: { userId_kind: { userId, kind: kind.kind } } });
  if (own) return own.max;
  const user = await db.prisma.user.findUnique({ where: { id: userId }, select: { role: true } });
  if (user?.role === "USER" || user?.role === "GUEST") return kind.quota[user.role];
  return Number.MAX_SAFE_INTEGER;
}
