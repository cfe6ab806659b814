import type { z } from "zod";
import { type Actor, type RequestOrigin, systemActor } from "@/lib/access/actor";
import { authorise, requireUserId } from "@/lib/access/authorise";
import { recordAudit } from "@/lib/audit/record-audit";
import { sha256 } from "@/lib/core/encryption/crypto";
import { isMachineSecret, makeMachineSecret } from "@/lib/core/encryption/machine-secrets";
import { env } from "@/lib/core/env";
import { newId } from "@/lib/core/ids";
import { sql, type Tx, transaction } from "@/lib/db/transaction";
import { monitoringErrors } from "../errors";
import type { enrolmentView } from "../machines/contract";
import { recordMachineEvent } from "../machines/machine-events";
import { sampleSeconds } from "../metrics/contract";
import { agentTokenPrefix } from "./authenticate-agent";
import { checkLine, readAgentProgram } from "./program";

/** Tokens with which an agent registers its machine, once within 15 minutes; only their SHA-256 is kept. */
const prefix = "amt_";
const validMs = 15 * 60_000;

export type Enrolment = z.output<typeof enrolmentView>;

export async function createMachineEnrolment(actor: Actor, input: { name?: string | undefined }): Promise<Enrolment> {
  const reach = authorise(actor, "machine.create");
  const ownerId = requireUserId(actor);
  if (reach === "own") await requireFewMachines(ownerId);
  const [id, token] = [newId("machineEnrolment"), makeMachineSecret(prefix)];
  const expiresAt = new Date(Date.now() + validMs);
  await transaction(async (tx) => {
    const data = { id, ownerId, tokenHash: sha256(token), name: input.name ?? null, expiresAt };
    await tx.prisma.machineEnrolment.createMany({ data });
    // Those of a day ago serve nobody.
    const yesterday = new Date(Date.now() - 86_400_000);
    await tx.prisma.machineEnrolment.deleteMany({ where: { ownerId, expiresAt: { lt: yesterday } } });
    await recordAudit(tx, actor, { action: "machine.enrolment_created", targetKind: "enrolment", targetId: id });
  });
  const command = `curl -fsSL ${env().NEXTAUTH_URL}/agent/install.sh | sudo sh -s -- ${token}`;
  const built = await readAgentProgram().catch(() => null);
  const program = built && { sha256: built.sha256, check: checkLine(built.sha256) };
  return { id, token, command, program, expiresAt: expiresAt.toISOString() };
}

/** Each machine takes about 12 MB in 30 days. Tokens that can still be used count. */
const mostOfPerson = 100;

async function requireFewMachines(ownerId: string): Promise<void> {
  const [machines, open] = await Promise.all([
    sql().prisma.machine.count({ where: { ownerId } }),
    sql().prisma.machineEnrolment.count({ where: { ownerId, usedAt: null, expiresAt: { gt: new Date() } } }),
  ]);
  if (machines + open >= mostOfPerson) throw monitoringErrors.too_many_machines();
}

export type Registration = {
  enrolmentToken: string;
  hostname: string;
  os: string;
  version: string;
  fingerprint?: string | undefined;
};

/**
 * Uses a token up and makes the machine in one transaction; the agent's token is shown this once. A machine of the same
 * owner that is registered again keeps its samples and gets a new token, unless its agent still calls: then a clone registers,
 * which becomes a machine of its own.
 */
export async function registerAgent(
  origin: RequestOrigin,
  input: Registration,
): Promise<{ agentId: string; token: string; intervalSeconds: number }> {
  const tokenHash = sha256(input.enrolmentToken);
  const isWellFormed = isMachineSecret(input.enrolmentToken, prefix);
  if (!isWellFormed || !(await sql().prisma.machineEnrolment.findUnique({ where: { tokenHash } }))) {
    throw monitoringErrors.machine_enrolment_invalid();
  }
  const token = makeMachineSecret(agentTokenPrefix);
  const agentId = await transaction(async (tx) => {
    // The condition is part of the change: of two concurrent calls one succeeds.
    const where = { tokenHash, usedAt: null, expiresAt: { gt: new Date() }, owner: { disabledAt: null } };
    const { count } = await tx.prisma.machineEnrolment.updateMany({ where, data: { usedAt: new Date() } });
    if (count === 0) throw monitoringErrors.machine_enrolment_invalid();
    const enrolment = await tx.prisma.machineEnrolment.findUniqueOrThrow({ where: { tokenHash } });
    const id = await insertMachine(tx, { ...enrolment, input, tokenHash: sha256(token) });
    await recordMachineEvent(tx, id, "registered", `Its agent ${input.version} registered.`);
    const actor: Actor = { ...systemActor, userId: enrolment.ownerId, origin };
    const detail = { enrolmentId: enrolment.id };
    await recordAudit(tx, actor, { action: "machine.registered", targetKind: "machine", targetId: id, detail });
    return id;
  });
  return { agentId, token, intervalSeconds: sampleSeconds };
}

type NewMachine = { ownerId: string; name: string | null; input: Registration; tokenHash: string };

async function insertMachine(tx: Tx, { ownerId, name, input, tokenHash }: NewMachine): Promise<string> {
  const { hostname, os, version, fingerprint } = input;
  const reported = { tokenHash, hostname, os, version, fingerprint: fingerprint ?? null };
  const known = fingerprint ? await findUnused(tx, { ownerId, fingerprint, hostname }) : null;
  if (known) {
    const ended = { previousHash: null, previousUntil: null, revokedAt: null, bootId: null, copySeenAt: null };
    await tx.prisma.machine.update({ where: { id: known.id }, data: { ...reported, ...ended } });
    return known.id;
  }
  const id = newId("machine");
  const subject = await tx.prisma.metricSubject.create({ data: { resourceId: id, kind: "machine" } });
  const data = { id, ownerId, subjectId: subject.id, name: name ?? hostname.slice(0, 60), ...reported };
  await tx.prisma.machine.createMany({ data });
  return id;
}

const usedMs = 5 * 60_000;

/** The same machine as it was registered before, when its agent was revoked or was not heard of for five minutes. */
async function findUnused(tx: Tx, { hostname, ...where }: { ownerId: string; fingerprint: string; hostname: string }) {
  const select = { id: true, subjectId: true, hostname: true, revokedAt: true, createdAt: true };
  const same = await tx.prisma.machine.findMany({ where, select, orderBy: { createdAt: "desc" } });
  const subjects = same.map(({ subjectId }) => subjectId);
  const latest = await tx.prisma.metricLatest.findMany({
    where: { subject: { in: subjects } },
    select: { subject: true, receivedAt: true },
  });
  const heardAt = new Map(latest.map(({ subject, receivedAt }) => [subject, receivedAt]));
  const unused = same.filter(({ subjectId, revokedAt, createdAt }) => {
    const lastAt = heardAt.get(subjectId) ?? createdAt;
    return revokedAt !== null || Date.now() - lastAt.getTime() > usedMs;
  });
  return unused.find((row) => row.hostname === hostname) ?? unused[0] ?? null;
}
