import type { Actor } from "@/lib/access/actor";
import { authorise, requireUserId } from "@/lib/access/authorise";
import { recordAudit } from "@/lib/audit/record-audit";
import { newId } from "@/lib/core/ids";
import { type Tx, transaction } from "@/lib/db/transaction";
import type { ExecutorConfig, ExecutorSettings } from "./config/contract";
import { mergeConfig } from "./config/merge-config";
import type { ExecutorView, NewExecutor } from "./contract";
import { hashExecutorSecret, makeExecutorSecret, makeKeyId } from "./credentials/keys";
import { recordEvent } from "./fleet/timeline";
import { loadExecutor, viewOf } from "./queries";
import { followTemplate } from "./templates/template-settings";

/** Makes an executor of the actor's own, with a key and a secret that is shown this once. */
export async function createExecutor(actor: Actor, input: NewExecutor): Promise<ExecutorView & { secret: string }> {
  authorise(actor, "executor.create");
  const secret = makeExecutorSecret();
  const secretHash = await hashExecutorSecret(secret);
  return transaction(async (tx) => {
    const id = await insertExecutor(tx, actor, requireUserId(actor), { ...input, secretHash });
    return { ...viewOf(await loadExecutor(actor, id, "executor.read", tx)), secret };
  });
}

/** The rows of one executor and its audit entry; returns its id. */
export async function insertExecutor(
  tx: Tx,
  actor: Actor,
  ownerId: string,
  input: NewExecutor & { secretHash: string; machineId?: string | undefined },
): Promise<string> {
  const id = newId("executor");
  const template = input.templateId ? await followTemplate(tx, actor, input.templateId, ownerId) : null;
  const config = mergeConfig(template?.settings ?? {}, input.overrides);
  const expiresAt = input.expiresInDays ? new Date(Date.now() + input.expiresInDays * 86_400_000) : null;
  const { name, secretHash, addresses, overrides } = input;
  await tx.prisma.executor.createMany({
    data: {
      id,
      ownerId,
      name,
      keyId: makeKeyId(),
      secretHash,
      addresses,
      expiresAt,
      templateId: template?.id ?? null,
      templateVersion: template?.version ?? null,
      overrides,
      config,
      machineId: input.machineId ?? null,
      createdBy: actor.userId,
    },
  });
  const layers = {
    overrides: input.overrides,
    templateId: template?.id ?? null,
    templateVersion: template?.version ?? null,
  };
  await recordConfig(tx, { executorId: id, version: 1, config, ...layers, cause: "created", authorId: actor.userId });
  await recordEvent(tx, id, "created", "It was created.");
  const detail = { name: input.name, templateId: template?.id ?? null };
  await recordAudit(tx, actor, { action: "executor.created", targetKind: "executor", targetId: id, detail });
  return id;
}

type RecordedConfig = {
  executorId: string;
  version: number;
  config: ExecutorConfig;
  overrides: ExecutorSettings;
  templateId: string | null;
  templateVersion: number | null;
  cause: string;
  authorId: string | null;
};

/** Stores one version of a configuration and its layers. */
export async function recordConfig(tx: Tx, entry: RecordedConfig): Promise<void> {
  await tx.prisma.executorConfigVersion.createMany({ data: entry });
}
