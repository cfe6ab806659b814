import type { Actor } from "@/lib/access/actor";
import { authorise, requireUserId } from "@/lib/access/authorise";
import { auditColumns, auditPlaceholders, auditValues } from "@/lib/audit/record-audit";
import { env } from "@/lib/core/env";
import { newId } from "@/lib/core/ids";
import { formatAddress, gibToMb } from "@/lib/core/units";
import { type Tx, transaction } from "@/lib/db/transaction";
import { type Place, reservePlace } from "@/lib/nodes/reserve-place";
import type { CreatedServerView, CreateServerInput } from "./contract";
import { type Credentials, describeCredentials, newCredentials, sealCredentials } from "./credentials";
import { checkEnvironment } from "./environment";
import { checkQuota } from "./quota";
import { runChannel } from "./runs";
import { checkSize, checkVersion, type LoadedTemplate, loadTemplate } from "./template";

/**
 * Accepts a server: quota, capacity and ports are checked and reserved in one short transaction together with the
 * row, its credentials, the audit entry and the run; nothing here talks to the engine. The worker does the rest
 * (work/create-run.ts).
 */
export async function createServer(actor: Actor, input: CreateServerInput): Promise<CreatedServerView> {
  authorise(actor, "server.create");
  const ownerId = requireUserId(actor);
  const template = await loadTemplate(input.template ?? env().DEFAULT_TEMPLATE);
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
  const created = await transaction(async (tx) => {
    await checkQuota(tx, ownerId, { servers: 1, ...size });
    const place = await reservePlace(tx, {
      serverId: id,
      region: input.region ?? null,
      ports: template.spec.ports.map(({ name, protocol }) => ({ name, protocol })),
      ...size,
    });
    const createdAt = await insertServer(tx, { actor, id, ownerId, input, size, template, place, credentials });
    return { place, createdAt };
  });
  const gamePort = firstPort(created.place);
  return {
    id,
    name: input.name,
    status: "provisioning",
    template: template.slug,
    region: created.place.region,
    version: input.version ?? null,
    memory: input.memory,
    diskSpace: input.diskSpace,
    cpu: input.cpu,
    createdAt: created.createdAt.toISOString(),
    ...describeCredentials(
      { id, publicAddress: created.place.publicAddress, gamePort, rconPort: template.spec.rconPort },
      credentials,
    ),
  } as CreatedServerView;
}

/** The port players connect to: the template's first. */
export function firstPort(place: Place): number {
  const [port] = place.ports.values();
  if (port === undefined) throw new Error("a template declares at least one port");
  return port;
}

type NewServer = {
  actor: Actor;
  id: string;
  ownerId: string;
  input: CreateServerInput;
  size: { memoryMb: number; diskMb: number; cpuMilli: number };
  template: LoadedTemplate;
  place: Place;
  credentials: Credentials;
};

// One statement writes the row, its credentials, the run, the first timeline entry, the audit entry and the wake-up:
// the rows commit together anyway, and one round trip keeps the lock on the node's counters short.
const insertStatement = `
  WITH new_server AS (
    INSERT INTO server (id, owner_id, name, template_id, region_id, node_id, address_id, public_address, game_port,
                        rcon_port, memory_mb, disk_mb, cpu_milli, version, environment, placement, announced_address)
    SELECT $1, $2, $3, $4, n.region_id, n.id, $6, $7, $8, $9, $10, $11, $12, $13, $14, $21, $7 || ':' || $8::int FROM node n WHERE n.id = $5
    RETURNING id, created_at
  ), new_credential AS (
    INSERT INTO server_credential (server_id, rcon_password_sealed, panel_username, panel_password_sealed)
    VALUES ($1, $15, $16, $17)
  ), new_run AS (
    INSERT INTO provisioning_run (id, server_id, node_id, kind, requested_by) VALUES ($18, $1, $5, 'create', $2)
  ), new_event AS (
    INSERT INTO server_event (server_id, run_id, step, status, message) VALUES ($1, $18, 'accept', 'done', $19)
  ), new_audit AS (
    INSERT INTO audit_entry (${auditColumns}) VALUES (${auditPlaceholders(22)})
  )
  SELECT created_at AS "createdAt", pg_notify($20, $18) FROM new_server`;

async function insertServer(tx: Tx, server: NewServer): Promise<Date> {
  const { actor, id, ownerId, input, size, template, place, credentials } = server;
  const sealed = sealCredentials(id, credentials);
  const gamePort = firstPort(place);
  const row = await tx.row<{ createdAt: Date }>(
    insertStatement,
    [
      id,
      ownerId,
      input.name,
      template.id,
      place.nodeId,
      place.addressId,
      place.publicAddress,
      gamePort,
      template.spec.rconPort,
      size.memoryMb,
      size.diskMb,
      size.cpuMilli,
      input.version ?? null,
      JSON.stringify(input.environment),
      sealed.rcon,
      credentials.panelUsername,
      sealed.panel,
      newId("run"),
      `Accepted: ${formatAddress(place.publicAddress, gamePort)} is reserved.`,
      runChannel,
      JSON.stringify(place.reason),
      ...auditValues(actor, {
        action: "server.created",
        targetKind: "server",
        targetId: id,
        detail: { name: input.name, template: template.slug, ...size },
      }),
    ],
    "server_insert",
  );
  if (!row) throw new Error("the node of the reservation was deleted");
  return row.createdAt;
}
