import type { Actor } from "@/lib/access/actor";
import { transaction } from "@/lib/db/transaction";
import type { AlertDetail } from "../contract";
import { addEvent } from "../evaluate/apply-change";
import { loadAlert } from "./load-alert";
import { getAlert } from "./queries";

/** What was found or done; also after the end of the alert. */
export async function addNote(actor: Actor, id: string, note: string): Promise<AlertDetail> {
  await transaction(async (tx) => {
    await loadAlert(actor, id, "alert.handle", tx);
    await addEvent(tx, id, "note", note, actor.userId);
  });
  return getAlert(actor, id);
}
