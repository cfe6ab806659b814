import { type Actor, type RequestOrigin, systemActor } from "@/lib/access/actor";
import { authorise, requireUserId } from "@/lib/access/authorise";
import { recordAudit } from "@/lib/audit/record-audit";
import { sha256 } from "@/lib/core/encryption/crypto";
import { isMachineSecret, makeMachineSecret } from "@/lib/core/encryption/machine-secrets";
import { coreErrors } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { isAddressAllowed } from "@/lib/core/networks";
import { sql, type Tx, transaction } from "@/lib/db/transaction";
import type { Presence } from "../contract";
import { insertExecutor } from "../create-executor";
import { hashExecutorSecret, makeExecutorSecret } from "../credentials/keys";
import { executorErrors } from "../errors";
import { findExecutorRow } from "../queries";
import { recordDeduplicatedAudit } from "../record-deduplicated-audit";
import { followTemplate } from "../templates/template-settings";
import type { EnrolmentView } from "./contract";
import { lockEnrolment } from "./enrolment.sql";

/** Tokens with which a machine enrols itself as an executor, once or a few times; only their SHA-256 is kept. */
const prefix = "ent_";

export type NewEnrolment = {
  name: string;
  templateId?: string | undefined;
  uses: number;
  expiresInMinutes: number;
  addresses: string[];
};

export async function createEnrolment(
  actor: Actor,
  input: NewEnrolment,
): Promise<{ id: string; token: string; expiresAt: string }> {
  authorise(actor, "executor.create");
  const [id, token] = [newId("executorEnrolment"), makeMachineSecret(prefix)];
  const expiresAt = new Date(Date.now() + input.expiresInMinutes * 60_000);
  await transaction(async (tx) => {
    if (input.templateId) await followTemplate(tx, actor, input.templateId, requireUserId(actor));
    await tx.prisma.executorEnrolment.createMany({
      data: {
        id,
        ownerId: requireUserId(actor),
        tokenHash: sha256(token),
        name: input.name,
        templateId: input.templateId ?? null,
        addresses: input.addresses,
        maxUses: input.uses,
        expiresAt,
      },
    });
    const detail = { name: input.name, uses: input.uses };
    await recordAudit(tx, actor, {
      action: "executor.enrolment_created",
      targetKind: "enrolment",
      targetId: id,
      detail,
    });
  });
  return { id, token, expiresAt: expiresAt.toISOString() };
}

/** Uses a token up and makes the executor in one transaction; key and secret are shown this once. */
export async function enrol(
  origin: RequestOrigin,
  input: { token: string; name?: string | undefined; machineId?: string | undefined; asNew: boolean },
): Promise<{ executorId: string; key: string; secret: string }> {
  const tokenHash = sha256(input.token);
  const usable = isMachineSecret(input.token, prefix) && (await findUsable(tokenHash, origin));
  if (!usable) {
    const detail = { reason: "enrolment_token_invalid" };
    await recordDeduplicatedAudit(origin, { action: "executor.refused", targetId: null, detail });
    throw executorErrors.enrolment_token_invalid();
  }
  const secret = makeExecutorSecret();
  const secretHash = await hashExecutorSecret(secret);
  return transaction(async (tx) => {
    // The condition again, under the lock: of two concurrent calls for the last use one succeeds.
    await tx.row(lockEnrolment, [tokenHash]);
    const used = await tx.prisma.executorEnrolment.findUnique({ where: { tokenHash, expiresAt: { gt: new Date() } } });
    if (!used || used.uses >= used.maxUses) throw executorErrors.enrolment_token_invalid();
    await tx.prisma.executorEnrolment.update({ where: { tokenHash }, data: { uses: { increment: 1 } } });
    if (input.machineId && !input.asNew) await refuseCopy(tx, used.ownerId, input.machineId);
    const actor: Actor = { ...systemActor, userId: used.ownerId, origin };
    const fields = { name: input.name ?? used.name, overrides: {}, addresses: [], machineId: input.machineId };
    const id = await insertExecutor(tx, actor, used.ownerId, {
      ...fields,
      secretHash,
      ...(used.templateId ? { templateId: used.templateId } : {}),
    });
    const detail = { enrolmentId: used.id };
    await recordAudit(tx, actor, { action: "executor.enrolled", targetKind: "executor", targetId: id, detail });
    const row = await tx.prisma.executor.findUnique({ where: { id }, select: { keyId: true } });
    return { executorId: id, key: row?.keyId ?? "", secret };
  });
}

const presentStates: ReadonlySet<Presence> = new Set(["online", "late", "flapping"]);

/**
 * A cloned machine has the id of the one it was cloned from: while that one is online, the copy must be declared
 * (asNew).
 */
async function refuseCopy(tx: Tx, ownerId: string, machineId: string): Promise<void> {
  const copies = await tx.prisma.executor.findMany({ where: { ownerId, machineId }, select: { id: true } });
  for (const { id } of copies) {
    const copy = await findExecutorRow(tx, ownerId, id);
    if (copy && presentStates.has(copy.presence)) throw executorErrors.duplicate_machine();
  }
}

/** Checked before the slow hash, so that guesses do not cause its cost. */
async function findUsable(tokenHash: string, origin: RequestOrigin): Promise<boolean> {
  const row = await sql().prisma.executorEnrolment.findUnique({
    where: { tokenHash, expiresAt: { gt: new Date() }, owner: { disabledAt: null } },
    select: { addresses: true, uses: true, maxUses: true },
  });
  return row !== null && row.uses < row.maxUses && isAddressAllowed(origin.ip, row.addresses);
}

/** Links of the actor that may still be used, or were within the last month; the newest first. */
export async function listEnrolments(actor: Actor): Promise<EnrolmentView[]> {
  authorise(actor, "executor.create");
  const rows = await sql().prisma.executorEnrolment.findMany({
    where: { ownerId: requireUserId(actor), expiresAt: { gt: new Date(Date.now() - 30 * 86_400_000) } },
    select: {
      id: true,
      name: true,
      templateId: true,
      uses: true,
      maxUses: true,
      addresses: true,
      expiresAt: true,
      createdAt: true,
    },
    orderBy: { id: "desc" },
    take: 100,
  });
  return rows.map((row) => ({
    ...row,
    addresses: row.addresses ?? [],
    expiresAt: row.expiresAt.toISOString(),
    createdAt: row.createdAt.toISOString(),
  }));
}

/** Ends a link at once; executors that it made stay. */
export async function endEnrolment(actor: Actor, id: string): Promise<void> {
  authorise(actor, "executor.create");
  await transaction(async (tx) => {
    const where = { id, ownerId: requireUserId(actor) };
    const { count: ended } = await tx.prisma.executorEnrolment.deleteMany({ where });
    if (ended === 0) throw coreErrors.not_found({ detail: "There is no such enrolment link." });
    await recordAudit(tx, actor, { action: "executor.enrolment_revoked", targetKind: "enrolment", targetId: id });
  });
}
