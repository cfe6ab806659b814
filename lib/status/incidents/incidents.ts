import { sql } from "@/lib/db/transaction";
import { type IncidentView, incidentView } from "../contract";

const most = 50;

/** Incidents that are open, or began since then; the newest first, each with its updates, the newest first. */
export async function listIncidents(since: Date): Promise<IncidentView[]> {
  const rows = await sql().prisma.statusIncident.findMany({
    where: { OR: [{ resolvedAt: null }, { createdAt: { gte: since } }] },
    orderBy: { id: "desc" },
    take: most,
    include: { updates: { orderBy: { id: "desc" } } },
  });
  return rows.map(({ createdAt, resolvedAt, updates, ...row }) =>
    incidentView.parse({
      ...row,
      createdAt: createdAt.toISOString(),
      resolvedAt: resolvedAt?.toISOString() ?? null,
      updates: updates.map(({ id, at, state, text }) => ({ id, at: at.toISOString(), state, text })),
    }),
  );
}
