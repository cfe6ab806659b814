import type { Actor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import type { IncidentView } from "../contract";
import { listIncidents } from "./incidents";

/** For administrators: all incidents, at most the newest fifty. */
export async function listReports(actor: Actor): Promise<{ items: IncidentView[] }> {
  authorise(actor, "status_page.manage");
  return { items: await listIncidents(new Date(0)) };
}
