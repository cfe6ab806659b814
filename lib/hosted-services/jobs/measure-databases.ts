import { systemActor } from "@/lib/access/actor";
import { messageOf } from "@/lib/core/errors";
import type { HostedDatabase, HostedProvider, HostedResource } from "@/lib/db/generated/client";
import { sql, transaction } from "@/lib/db/transaction";
import { defineJob } from "@/lib/jobs/define-job";
import { notify } from "@/lib/notifications/notify";
import { databaseKind } from "../databases/database";
import { engineKinds } from "../databases/engines";
import { withDatabases } from "../databases/open-databases";
import { decideSize, type SizeState } from "../databases/size/decide-size";
import { databaseSizeChanged } from "../messages/database-size-changed";
import { requestApply } from "../resources/change-hosted";

const measureTimeoutMs = 15_000;

export const measureDatabasesJob = defineJob({
  name: "hosted-services.measure-databases",
  summary: "Measures databases, and limits those that are larger than their size.",
  schedule: "* * * * *",
  timeoutSeconds: 55,
  run: async ({ log, signal }) => {
    const providers = await sql().prisma.hostedProvider.findMany({ where: { kind: { in: [...engineKinds] } } });
    for (const provider of providers) {
      signal.throwIfAborted();
      await measure(provider).catch((error: unknown) =>
        log.warn({ provider: provider.id, error: messageOf(error) }, "databases could not be measured"),
      );
    }
  },
});

async function measure(provider: HostedProvider): Promise<void> {
  const rows = await sql().prisma.hostedResource.findMany({
    where: { providerId: provider.id, kind: "database", status: { in: ["active", "suspended"] } },
    include: { database: true },
  });
  if (rows.length === 0) return;
  const names = rows.map(({ objectName }) => objectName);
  const signal = AbortSignal.timeout(measureTimeoutMs);
  const sizes = await withDatabases(provider.id, (databases) => databases.measure(names, signal));
  for (const { database, ...resource } of rows) {
    const bytes = sizes.get(resource.objectName);
    if (database && bytes !== undefined) await record(resource, database, bytes);
  }
}

async function record(resource: HostedResource, database: HostedDatabase, bytes: bigint): Promise<void> {
  const { state, isNearLimit } = decideSize(bytes, database.maxSizeMb);
  const wasNear = decideSize(database.sizeBytes ?? 0n, database.maxSizeMb).isNearLimit;
  const where = { id: database.id, sizeState: database.sizeState };
  const data = { sizeBytes: bytes, measuredAt: new Date(), sizeState: state };
  const hasChanged = state !== database.sizeState;
  const message = hasChanged ? state : state === "ok" && isNearLimit && !wasNear ? "near" : null;
  if (message === null) {
    await sql().prisma.hostedDatabase.updateMany({ where, data });
    return;
  }
  await transaction(async (tx) => {
    const { count } = await tx.prisma.hostedDatabase.updateMany({ where, data });
    if (count === 0) return;
    if (hasChanged) await requestApply(tx, databaseKind, resource, systemActor);
    await notify(tx, databaseSizeChanged, resource.ownerId, messageData(resource, database, message));
  });
}

const messageData = (resource: HostedResource, database: HostedDatabase, state: SizeState | "near") => ({
  databaseId: resource.id,
  database: resource.name,
  maxSizeMb: database.maxSizeMb,
  state,
});
