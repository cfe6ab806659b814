import { systemActor } from "@/lib/access/actor";
import { isAppError, messageOf } from "@/lib/core/errors";
import type { Logger } from "@/lib/core/log";
import { withTimeout } from "@/lib/core/retry";
import type { HostedDatabase, HostedProvider, HostedResource } from "@/lib/db/generated/client";
import { sql, transaction } from "@/lib/db/transaction";
import { defineJob } from "@/lib/jobs/define-job";
import { notify } from "@/lib/notifications/notify";
import { databaseKind } from "../databases/database";
import { engineKinds } from "../databases/engines";
import { withDatabases } from "../databases/open-databases";
import { decideSize, type SizeState } from "../databases/size/decide-size";
import type { TenantDatabases } from "../databases/tenant-databases";
import { databaseSizeChanged } from "../messages/database-size-changed";
import { countProviders } from "../providers/providers.sql";
import { requestApply } from "../resources/change-hosted";

/** Of one server, and of one database on it. */
const measureTimeoutMs = 25_000;
const oneTimeoutMs = 5_000;

export const measureDatabasesJob = defineJob({
  name: "hosted-services.measure-databases",
  summary: "Measures databases, and limits those that are larger than their size.",
  schedule: "* * * * *",
  timeoutSeconds: 55,
  run: async ({ log, signal }) => {
    if (!(await sql().row(countProviders))?.count) return;
    const providers = await sql().prisma.hostedProvider.findMany({ where: { kind: { in: [...engineKinds] } } });
    for (const provider of providers) {
      signal.throwIfAborted();
      await measure(provider, log).catch((error: unknown) =>
        log.warn({ provider: provider.id, error: messageOf(error) }, "databases could not be measured"),
      );
    }
  },
});

async function measure(provider: HostedProvider, log: Logger): Promise<void> {
  const rows = await sql().prisma.hostedResource.findMany({
    where: { providerId: provider.id, kind: "database", status: { in: ["active", "suspended"] } },
    include: { database: true },
  });
  if (rows.length === 0) return;
  const signal = AbortSignal.timeout(measureTimeoutMs);
  await withDatabases(provider.id, async (databases) => {
    for (const { database, ...resource } of rows) {
      signal.throwIfAborted();
      const bytes = await measureOne(databases, resource.objectName, signal).catch((error: unknown) => {
        if (isAppError(error) && error.code === "provider_unavailable") throw error;
        log.warn({ database: resource.id, error: messageOf(error) }, "a database could not be measured");
        return null;
      });
      if (database && bytes !== null) await record(resource, database, bytes);
    }
  });
}

const measureOne = (databases: TenantDatabases, name: string, signal: AbortSignal) =>
  withTimeout(
    oneTimeoutMs,
    (own) => databases.measure(name, own),
    () => new Error("It took too long."),
    signal,
  );

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
