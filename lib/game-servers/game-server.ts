import { env } from "@/lib/core/env";
import type { Sql, Tx } from "@/lib/db/transaction";
import { queueMail } from "@/lib/notifications/mail/queue-mail";
import { serverChannel, staffChannel, userChannel } from "@/lib/realtime/contract";
import { defineWorkload } from "@/lib/workloads/define-workload";
import type { Workload } from "@/lib/workloads/load-workload";
import type { AddressChange, Publication, WorkloadChange, WorkloadSpec } from "@/lib/workloads/workload-definition";
import { openCredentials } from "./credentials";
import { buildEnvironment } from "./environment";
import { gameServerErrors } from "./errors";
import { countRun } from "./run-metrics";
import { loadTemplateById } from "./template";

/** Game servers as a kind of workload: their container follows the template, the owner's settings and the credentials. */
export const gameServer = defineWorkload({
  kind: "game-server",
  noun: "server",
  program: "game",
  role: "game",
  volumes: ["data"],
  spec: specOf,
  busy: (options) => gameServerErrors.server_busy(options),
  diskFullTitle: gameServerErrors.disk_full().title,
  onRunEnded: countRun,
  onAddressChanged: mailNewAddress,
  publication,
});

type ServerRow = { templateId: string; rconPort: number; version: string | null; environment: Record<string, string> };

async function specOf(db: Sql, workload: Workload): Promise<WorkloadSpec | null> {
  const server = await db.row<ServerRow>(
    `SELECT template_id AS "templateId", rcon_port AS "rconPort", version, environment FROM server WHERE id = $1`,
    [workload.id],
    "server_settings",
  );
  const credentials = await openCredentials(db, workload.id);
  if (!server || !credentials) return null;
  const { image, spec } = await loadTemplateById(server.templateId, db);
  const { rconPassword } = credentials;
  return {
    image,
    pull: spec.pull,
    pullTimeoutMs: spec.pullTimeoutMs,
    ports: spec.ports,
    volumes: [{ name: "data", mountPath: spec.mountPath }],
    environment: buildEnvironment(spec, server.environment, {
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

async function mailNewAddress(tx: Tx, workload: Workload, change: AddressChange): Promise<void> {
  const owner = await tx.row<{ email: string; name: string }>("SELECT email, name FROM app_user WHERE id = $1", [
    workload.ownerId,
  ]);
  if (!owner) return;
  const link = `${env().NEXTAUTH_URL}/servers/${workload.id}`;
  const data = { name: owner.name, server: workload.name, ...change, link };
  await queueMail(tx, { to: owner.email, userId: workload.ownerId, template: "address-changed", data });
}

/** Steps go to those who watch this server; its state also to everybody who lists it. */
function publication({ id, ownerId }: Pick<Workload, "id" | "ownerId">, change: WorkloadChange): Publication {
  const { type, ...facts } = change;
  const data = { serverId: id, ...facts };
  if (type === "step") return { channels: [serverChannel(id)], event: "provisioning.step", data };
  return { channels: [serverChannel(id), userChannel(ownerId), staffChannel], event: "server.status", data };
}
