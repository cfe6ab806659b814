import type { Actor } from "@/lib/access/actor";
import { authorise, requireUserId } from "@/lib/access/authorise";
import { auditValues } from "@/lib/audit/record-audit";
import { env } from "@/lib/core/env";
import { newId } from "@/lib/core/ids";
import { gibToMb } from "@/lib/core/units";
import { sql, type Tx, transaction } from "@/lib/db/transaction";
import { acceptWorkload } from "@/lib/workloads/lifecycle/accept-workload";
import type { CreatedServerView, CreateServerInput } from "../contract";
import { type Credentials, describeCredentials, newCredentials, sealCredentials } from "../credentials/credentials";
import { gameServer } from "../game-server";
import { checkQuota } from "../quota";
import { insertServer } from "../servers.sql";
import { checkEnvironment } from "../templates/environment";
import { checkSize, checkVersion, type LoadedTemplate, loadTemplate } from "../templates/template";

/**
 * Accepts a server: quota, capacity and ports are checked and reserved in one short transaction together with the
 * row, its credentials, the audit entry and the run; nothing here talks to the engine. The worker does the rest
 * (lib/workloads/work/plans.ts).
 */
export async function createServer(actor: Actor, input: CreateServerInput): Promise<CreatedServerView> {
  authorise(actor, "server.create");
  const ownerId = requireUserId(actor);
  const template = await loadTemplate(input.template ?? env().DEFAULT_TEMPLATE, sql());
  const size = {
    memoryMb: gibToMb(input.memory),
    diskMb: gibToMb(input.diskSpace),
    cpuMilli: Math.round(input.cpu * 1000),
  };
  checkSize(template, size);
  checkVersion(template, input.version);
  checkEnvironment(template.spec, input.environment);

  const id = newId("server");
  const credentials = newCredentials(id);
  const { place, mainPort, createdAt } = await transaction(async (tx) => {
    await checkQuota(tx, ownerId, { servers: 1, ...size });
    const accepted = await acceptWorkload(tx, gameServer, {
      id,
      ownerId,
      actor,
      name: input.name,
      region: input.region ?? null,
      ports: template.spec.ports.map(({ name, protocol }) => ({ name, protocol })),
      ...size,
    });
    await writeServer(tx, { actor, id, input, size, template, credentials });
    return accepted;
  });
  return {
    id,
    name: input.name,
    status: "provisioning",
    template: template.slug,
    region: place.region,
    version: input.version ?? null,
    memory: input.memory,
    diskSpace: input.diskSpace,
    cpu: input.cpu,
    createdAt: createdAt.toISOString(),
    ...describeCredentials(
      { id, publicAddress: place.publicAddress, mainPort, rconPort: template.spec.rconPort },
      credentials,
    ),
  };
}

type NewServer = {
  actor: Actor;
  id: string;
  input: CreateServerInput;
  size: { memoryMb: number; diskMb: number; cpuMilli: number };
  template: LoadedTemplate;
  credentials: Credentials;
};

/** What only game servers have, and the audit entry. */
async function writeServer(tx: Tx, { actor, id, input, size, template, credentials }: NewServer): Promise<void> {
  const sealed = sealCredentials(id, credentials);
  await tx.run(insertServer, [
    id,
    template.id,
    template.spec.rconPort,
    input.version ?? null,
    JSON.stringify(input.environment),
    sealed.rcon,
    credentials.panelUsername,
    sealed.panel,
    ...auditValues(actor, {
      action: "server.created",
      targetKind: "server",
      targetId: id,
      detail: { name: input.name, template: template.slug, ...size },
    }),
  ]);
}
