import { z } from "zod";
import type { Sql, Tx } from "@/lib/db/transaction";
import { notify } from "@/lib/notifications/notify";
import { serverChannel, staffChannel, userChannel } from "@/lib/realtime/contract";
import { defineWorkload } from "@/lib/workloads/define-workload";
import type { Workload } from "@/lib/workloads/load-workload";
import type { Publication, ResourceChange } from "@/lib/workloads/runs/resource-kind";
import type { AddressChange, WorkloadFailure, WorkloadSpec } from "@/lib/workloads/workload-definition";
import { openCredentials } from "./credentials/credentials";
import { gameServerErrors } from "./errors";
import { countRun } from "./figures/run-metrics";
import { gameServerKind } from "./kind";
import { serverAddressChanged } from "./messages/server-address-changed";
import { serverFailed } from "./messages/server-failed";
import { buildEnvironment } from "./templates/environment";
import { loadTemplateById } from "./templates/template";

/** Game servers as a kind of workload: their container follows the template, the owner's settings and the credentials. */
export const gameServer = defineWorkload({
  kind: gameServerKind,
  noun: "server",
  program: "game",
  role: "game",
  volumes: ["data"],
  spec: specOf,
  busy: (options) => gameServerErrors.server_busy(options),
  diskFullTitle: gameServerErrors.disk_full().title,
  onRunEnded: countRun,
  onAddressChanged: announceNewAddress,
  onFailed: announceFailure,
  publication,
});

async function specOf(db: Sql, workload: Workload): Promise<WorkloadSpec | null> {
  const [server, credentials] = await Promise.all([
    db.prisma.server.findUnique({ where: { id: workload.id } }),
    openCredentials(db, workload.id),
  ]);
  if (!server || !credentials) return null;
  const { image, spec } = await loadTemplateById(server.templateId, db);
  const { rconPassword } = credentials;
  return {
    image,
    pull: spec.pull,
    pullTimeoutMs: spec.pullTimeoutMs,
    ports: spec.ports,
    volumes: [{ name: "data", mountPath: spec.mountPath }],
    environment: buildEnvironment(spec, z.record(z.string(), z.string()).parse(server.environment), {
      name: workload.name,
      memoryMb: workload.memoryMb,
      version: server.version,
      rconPassword,
      rconPort: server.rconPort,
    }),
    user: spec.user,
    readOnlyRoot: spec.readOnlyRoot,
    pidsLimit: spec.pidsLimit,
    stop: spec.stop,
    install: spec.install,
    readiness: spec.readiness,
    console:
      spec.console === "rcon" ? { kind: "rcon", port: server.rconPort, password: rconPassword } : { kind: "stdin" },
  };
}

async function announceNewAddress(tx: Tx, workload: Workload, change: AddressChange): Promise<void> {
  const data = { serverId: workload.id, server: workload.name, ...change };
  await notify(tx, serverAddressChanged, workload.ownerId, data);
}

/** Only what the owner did not ask for, and what stays so until they act. */
async function announceFailure(tx: Tx, workload: Workload, failure: WorkloadFailure): Promise<void> {
  const { status, code, message: reason } = failure;
  const kind = code === "disk_full" ? "disk" : status === "failed" ? "setup" : status === "crashed" ? "crash" : null;
  if (kind === null || code === "cancelled") return;
  const data = { serverId: workload.id, server: workload.name, failure: kind, reason } as const;
  await notify(tx, serverFailed, workload.ownerId, data);
}

/** Steps go to those who watch this server; its state also to everybody who lists it. */
function publication({ id, ownerId }: Pick<Workload, "id" | "ownerId">, change: ResourceChange): Publication {
  const { type, ...facts } = change;
  const data = { serverId: id, ...facts };
  if (type === "step") return { channels: [serverChannel(id)], event: "provisioning.step", data };
  return { channels: [serverChannel(id), userChannel(ownerId), staffChannel], event: "server.status", data };
}
