import type { Sql } from "@/lib/db/transaction";
import type { HostedKind } from "./define-hosted-kind";

/** Where a limit comes from: set for the person, set for the role, or the default of the kind. */
export type QuotaSource = "person" | "role" | "default";
/** `max` null: no limit. */
export type Quota = { max: number | null; source: QuotaSource };
/** Roles that have a limit. */
export const limitedRoles = ["USER", "GUEST"] as const;
export type LimitedRole = (typeof limitedRoles)[number];

type QuotaKind = Pick<HostedKind, "kind" | "quota">;

const isLimited = (role: string | undefined): role is LimitedRole => limitedRoles.some((name) => name === role);

/** What a person may have of each kind, and what the role alone would allow. Staff have no limit unless they have their own. */
export async function quotasOf(
  db: Sql,
  kinds: readonly QuotaKind[],
  userId: string,
): Promise<Map<string, Quota & { ofRole: number | null }>> {
  const user = await db.prisma.user.findUnique({
    where: { id: userId },
    select: { role: true, hostedQuotas: { select: { kind: true, max: true } } },
  });
  const role = isLimited(user?.role) ? user.role : null;
  const ofRole = role ? await db.prisma.hostedRoleQuota.findMany({ where: { role } }) : [];
  return new Map(
    kinds.map(({ kind, quota }) => {
      const set = ofRole.find((row) => row.kind === kind);
      const own = user?.hostedQuotas.find((row) => row.kind === kind);
      const limits = { role: user?.role ?? "", ofRole: set?.max ?? null };
      const source = own ? "person" : set ? "role" : "default";
      const max = maxOf({ kind, quota }, { ...limits, own: own?.max ?? null });
      return [kind, { max, source, ofRole: maxOf({ kind, quota }, { ...limits, own: null }) }];
    }),
  );
}

/** What a person may have of one kind, by the limits that are set; null: no limit. Pure. */
export function maxOf(
  { quota }: QuotaKind,
  { role, own, ofRole }: { role: string; own: number | null; ofRole: number | null },
): number | null {
  return own ?? ofRole ?? (isLimited(role) ? quota[role] : null);
}
