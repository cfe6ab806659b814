import { env } from "@/lib/core/env";
import type { Sql, Tx } from "@/lib/db/transaction";
import type { EngineNode } from "@/lib/nodes/engines";
import { buildPostgresImage, postgresImageTag } from "@/lib/provisioning/local-images/build-postgres-image";
import type { SagaOutcome } from "@/lib/provisioning/saga";
import { staffChannel } from "@/lib/realtime/contract";
import { defineWorkload } from "@/lib/workloads/define-workload";
import type { Workload } from "@/lib/workloads/load-workload";
import type { ClaimedRun } from "@/lib/workloads/runs/resource-kind";
import type { AddressChange, WorkloadSpec } from "@/lib/workloads/workload-definition";
import { hostedServiceErrors } from "../../errors";
import { type ManagedService, managedSecrets } from "../../providers/managed/managed-service";
import { openSealed } from "../../providers/sealed-connection";
import { scramVerifier } from "./scram-verifier";

/** A PostgreSQL server that the panel runs; its entry script is games/postgresql/entry.mjs. */
const postgresqlServer = defineWorkload({
  kind: "postgresql-server",
  noun: "service",
  program: "database server",
  role: "service",
  volumes: ["data"],
  spec: specOf,
  prepareImage: ({ dockerHost }: EngineNode) => buildPostgresImage({ dockerHost: dockerHost ?? env().DOCKER_HOST }),
  busy: (options) => hostedServiceErrors.hosted_busy(options),
  diskFullTitle: "The service's disk space is used up",
  onRunEnded: recordEnd,
  onAddressChanged: recordAddress,
  publication: ({ id }, { type, ...facts }) => ({
    channels: [staffChannel],
    event: type === "step" ? "hosted.step" : "hosted.status",
    data: { resourceId: id, kind: "provider", ...facts },
  }),
});

async function specOf(db: Sql, workload: Workload): Promise<WorkloadSpec | null> {
  const provider = await db.prisma.hostedProvider.findUnique({ where: { id: workload.id } });
  if (!provider) return null;
  const { password } = managedSecrets.parse(openSealed(provider));
  return {
    image: postgresImageTag,
    pull: "never",
    pullTimeoutMs: 180_000,
    ports: [{ name: "sql", protocol: "tcp", containerPort: 5432 }],
    volumes: [{ name: "data", mountPath: "/data" }],
    // The salt follows from the id: equal settings give an equal container.
    environment: {
      PANEL_ROLE_VERIFIER: scramVerifier(password, Buffer.from(workload.id).subarray(0, 16)),
      MEMORY_MB: String(workload.memoryMb),
    },
    user: "1000:1000",
    readOnlyRoot: true,
    pidsLimit: 400,
    stop: { signal: "SIGTERM", timeoutSeconds: 60 },
    install: null,
    readiness: { kind: "log-line", text: "database system is ready to accept connections", timeoutMs: 90_000 },
    console: { kind: "stdin" },
  };
}

/** A service that started is healthy; one that was deleted has no provider any more. */
async function recordEnd(tx: Tx, { kind, resourceId: id }: ClaimedRun, outcome: SagaOutcome): Promise<void> {
  if (outcome.state !== "succeeded") return;
  if (kind === "delete") await tx.prisma.hostedProvider.deleteMany({ where: { id } });
  if (kind === "create" || kind === "start" || kind === "restart") {
    const data = { healthError: null, healthCheckedAt: new Date() };
    await tx.prisma.hostedProvider.updateMany({ where: { id }, data });
  }
}

async function recordAddress(tx: Tx, { id, publicAddress, mainPort }: Workload, _: AddressChange): Promise<void> {
  if (publicAddress === null || mainPort === null) return;
  const endpoints = [{ name: "sql", protocol: "postgresql", host: publicAddress, port: mainPort }];
  await tx.prisma.hostedProvider.updateMany({ where: { id }, data: { endpoints } });
}

export const managedPostgresql: ManagedService = {
  workload: postgresqlServer,
  ports: [{ name: "sql", protocol: "tcp" }],
  size: { memoryMb: 512, diskMb: 10_240, cpuMilli: 1_000 },
  connection: ({ password }, dial, open) => ({
    url: `postgresql://lightnode:${encodeURIComponent(password)}@${hostOf(dial("sql").host)}:${dial("sql").port}/postgres`,
    publicHost: open("sql").host,
    publicPort: open("sql").port,
  }),
};

const hostOf = (host: string) => (host.includes(":") ? `[${host}]` : host);
