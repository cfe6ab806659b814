import type { z } from "zod";
import type { Actor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import { recordAudit } from "@/lib/audit/record-audit";
import { coreErrors } from "@/lib/core/errors";
import { type Sql, sql, transaction } from "@/lib/db/transaction";
import { hostedKinds } from "../resources/hosted-kinds";
import { limitedRoles, quotasOf } from "../resources/quota";
import type { HostedQuotaView, personQuotasBody, RoleQuotaView, roleQuotasBody } from "./contract";

/** Staff: what a person may have of each kind, and has. */
export async function listPersonQuotas(actor: Actor, userId: string): Promise<{ items: HostedQuotaView[] }> {
  authorise(actor, "user.read");
  await requirePerson(sql(), userId);
  return { items: await readPersonQuotas(sql(), userId) };
}

/** Sets limits of one person. What exists above a lower limit stays. */
export async function setPersonQuotas(
  actor: Actor,
  userId: string,
  { quotas }: z.output<typeof personQuotasBody>,
): Promise<{ items: HostedQuotaView[] }> {
  authorise(actor, "user.manage");
  requireKinds(quotas);
  return transaction(async (tx) => {
    await requirePerson(tx, userId);
    for (const { kind, max } of quotas) {
      if (max === null) await tx.prisma.hostedQuota.deleteMany({ where: { userId, kind } });
      else {
        const where = { userId_kind: { userId, kind } };
        await tx.prisma.hostedQuota.upsert({ where, create: { userId, kind, max }, update: { max } });
      }
    }
    const target = { targetKind: "user", targetId: userId };
    await recordAudit(tx, actor, { action: "hosted_quota.changed", ...target, detail: { quotas } });
    return { items: await readPersonQuotas(tx, userId) };
  });
}

/** Administrators: what people of each role may have. */
export async function listRoleQuotas(actor: Actor): Promise<{ items: RoleQuotaView[] }> {
  authorise(actor, "provider.read");
  return { items: await readRoleQuotas(sql()) };
}

/** Sets limits of a role, for everyone of it who has none of their own. */
export async function setRoleQuotas(
  actor: Actor,
  { quotas }: z.output<typeof roleQuotasBody>,
): Promise<{ items: RoleQuotaView[] }> {
  authorise(actor, "provider.manage");
  requireKinds(quotas);
  return transaction(async (tx) => {
    for (const { kind, role, max } of quotas) {
      if (max === null) await tx.prisma.hostedRoleQuota.deleteMany({ where: { role, kind } });
      else {
        const where = { role_kind: { role, kind } };
        await tx.prisma.hostedRoleQuota.upsert({ where, create: { role, kind, max }, update: { max } });
      }
    }
    await recordAudit(tx, actor, {
      action: "hosted_quota.changed",
      targetKind: "role",
      targetId: "all",
      detail: { quotas },
    });
    return { items: await readRoleQuotas(tx) };
  });
}

async function readPersonQuotas(db: Sql, userId: string): Promise<HostedQuotaView[]> {
  const quotas = await quotasOf(db, hostedKinds, userId);
  const where = { ownerId: userId };
  const counts = await db.prisma.hostedResource.groupBy({ by: ["kind"], where, _count: true });
  return hostedKinds.flatMap(({ kind, pages: { label } }) => {
    const quota = quotas.get(kind);
    const used = counts.find((row) => row.kind === kind)?._count ?? 0;
    return quota ? [{ kind, label, used, ...quota }] : [];
  });
}

async function readRoleQuotas(db: Sql): Promise<RoleQuotaView[]> {
  const rows = await db.prisma.hostedRoleQuota.findMany();
  return hostedKinds.map(({ kind, quota, pages: { label } }) => {
    const [user, guest] = limitedRoles.map((role) => rows.find((row) => row.kind === kind && row.role === role)?.max);
    return { kind, label, limits: { USER: user ?? quota.USER, GUEST: guest ?? quota.GUEST }, defaults: quota };
  });
}

function requireKinds(quotas: readonly { kind: string }[]): void {
  const names = hostedKinds.map(({ kind }) => kind);
  const errors = quotas.flatMap(({ kind }, index) =>
    names.includes(kind) ? [] : [{ path: `quotas.${index}.kind`, message: `Use one of ${names.join(", ")}.` }],
  );
  if (errors.length > 0) throw coreErrors.validation_failed({ errors });
}

async function requirePerson(db: Sql, id: string): Promise<void> {
  const user = await db.prisma.user.findUnique({ where: { id }, select: { id: true } });
  if (!user) throw coreErrors.not_found({ detail: "There is no such user." });
}
