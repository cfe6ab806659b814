import type { Actor } from "@/lib/access/actor";
import { coreErrors } from "@/lib/core/errors";
import type { Tx } from "@/lib/db/transaction";
import { hostedServiceErrors } from "../../errors";
import { undoChanges } from "../diff/apply-changes";
import type { RrsetChange } from "../diff/contract";
import { checkChanges } from "../diff/plan-edits";
import { displayOwner } from "../records/names";
import type { ZoneChangeView } from "../zones/contract";
import { diffSchema } from "../zones/zone-views";
import { changeZone, type PlannedZone } from "./change-zone";

/** Takes one change back, as a change of its own. `undo_conflict` if someone has changed the same records since. */
export async function undoChange(actor: Actor, id: string, changeId: string): Promise<ZoneChangeView> {
  return changeZone(actor, id, {
    action: "undo",
    plan: async (zone, tx) => planUndo(zone, await diffOf(tx, id, changeId)),
    afterwards: async (tx, undoneBy) => {
      await tx.prisma.dnsChange.update({ where: { id: changeId }, data: { undoneBy } });
    },
  });
}

async function diffOf(tx: Tx, zoneId: string, changeId: string): Promise<RrsetChange[]> {
  const change = await tx.prisma.dnsChange.findUnique({ where: { id: changeId } });
  if (change?.zoneId !== zoneId) throw coreErrors.not_found({ detail: "There is no such change." });
  if (change.undoneBy !== null)
    throw hostedServiceErrors.hosted_wrong_state({ detail: "The change was undone already." });
  if (change.action === "mail")
    throw hostedServiceErrors.hosted_wrong_state({ detail: "The panel writes these records. Change the mail domain." });
  const diff = diffSchema.parse(change.diff);
  if (diff.length > 0) return diff;
  throw hostedServiceErrors.hosted_wrong_state({ detail: "The change has no records. Switch DNSSEC instead." });
}

function planUndo(zone: PlannedZone, diff: readonly RrsetChange[]): RrsetChange[] {
  const planned = undoChanges(zone.rrsets, diff);
  if ("conflicts" in planned) {
    const names = planned.conflicts.map(({ name, type }) => `${displayOwner(name, zone.name)} ${type}`);
    throw hostedServiceErrors.undo_conflict({ detail: `Changed since: ${names.slice(0, 10).join(", ")}.` });
  }
  const [problem] = checkChanges(zone, planned.changes);
  if (problem) throw hostedServiceErrors.undo_conflict({ detail: problem.message });
  return planned.changes;
}
