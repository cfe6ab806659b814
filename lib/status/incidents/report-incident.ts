import type { Actor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import { recordAudit } from "@/lib/audit/record-audit";
import { coreErrors } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { type Tx, transaction } from "@/lib/db/transaction";
import type { IncidentInput, IncidentView, UpdateInput } from "../contract";
import { statusErrors } from "../errors";
import { forgetStatus } from "../public/cache";
import { lockStatusIncident } from "../status.sql";
import { mailSubscribers } from "../subscribers/mail-subscribers";
import { listIncidents } from "./incidents";

/** Reports something new; subscribers get it by mail. */
export async function reportIncident(actor: Actor, input: IncidentInput): Promise<IncidentView> {
  authorise(actor, "status_page.manage");
  const id = newId("statusIncident");
  const { title, impact, state, text } = input;
  await transaction(async (tx) => {
    await tx.prisma.statusIncident.createMany({ data: { id, title, impact, state, ...endOf(state) } });
    await addUpdate(tx, id, { state, text });
    await mailSubscribers(tx, { title, state, text });
    await recordAudit(tx, actor, { action: "status_incident.reported", targetKind: "status_incident", targetId: id });
  });
  return loadIncident(id);
}

/** Says how it goes on; `resolved` ends it. */
export async function updateIncident(actor: Actor, id: string, input: UpdateInput): Promise<IncidentView> {
  authorise(actor, "status_page.manage");
  await transaction(async (tx) => {
    await tx.row(lockStatusIncident, [id]);
    const incident = await tx.prisma.statusIncident.findUnique({ where: { id } });
    if (!incident) throw coreErrors.not_found({ detail: "There is no such incident." });
    if (incident.resolvedAt !== null) throw statusErrors.status_incident_resolved();
    const { state } = input;
    await tx.prisma.statusIncident.update({ where: { id }, data: { state, ...endOf(state) } });
    await addUpdate(tx, id, input);
    await mailSubscribers(tx, { title: incident.title, ...input });
    await recordAudit(tx, actor, {
      action: "status_incident.updated",
      targetKind: "status_incident",
      targetId: id,
      detail: { state },
    });
  });
  return loadIncident(id);
}

const endOf = (state: UpdateInput["state"]) => (state === "resolved" ? { resolvedAt: new Date() } : {});

async function addUpdate(tx: Tx, incidentId: string, { state, text }: UpdateInput): Promise<void> {
  await tx.prisma.statusUpdate.createMany({ data: { id: newId("statusUpdate"), incidentId, state, text } });
}

async function loadIncident(id: string): Promise<IncidentView> {
  forgetStatus();
  const found = (await listIncidents(new Date(0))).find((incident) => incident.id === id);
  if (!found) throw coreErrors.not_found({ detail: "There is no such incident." });
  return found;
}
