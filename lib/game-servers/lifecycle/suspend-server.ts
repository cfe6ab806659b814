import type { Actor } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record-audit";
import { transaction } from "@/lib/db/transaction";
import { setState } from "@/lib/workloads/lifecycle/change-workload";
import { unfinishedRun } from "@/lib/workloads/runs/runs";
import { gameServerErrors } from "../errors";
import { loadServer } from "../load-server";
import { replaceRun } from "./power-server";

const suspendable = ["online", "offline", "crashed", "starting", "stopping"];

/** Staff: stops the server and keeps it from being started until the suspension is lifted. Nothing is lost. */
export async function suspendServer(actor: Actor, id: string): Promise<{ status: "suspended" }> {
  return transaction(async (tx) => {
    const server = await loadServer(actor, id, "server.suspend", tx, { lock: true });
    if (server.status === "suspended") return { status: "suspended" };
    if (!suspendable.includes(server.status)) {
      throw gameServerErrors.wrong_state({ detail: `A server that is ${server.status} cannot be suspended.` });
    }
    await setState(tx, server, { status: "suspended", wantRunning: false });
    await replaceRun(tx, server, "suspend", actor);
    await recordAudit(tx, actor, { action: "server.suspended", targetKind: "server", targetId: id });
    return { status: "suspended" };
  });
}

/** Staff: lifts the suspension; the server is offline and its owner may start it. */
export async function unsuspendServer(actor: Actor, id: string): Promise<{ status: "offline" }> {
  return transaction(async (tx) => {
    const server = await loadServer(actor, id, "server.suspend", tx, { lock: true });
    if (server.status !== "suspended") {
      throw gameServerErrors.wrong_state({ detail: `The server is ${server.status}, not suspended.` });
    }
    if (await unfinishedRun(tx, id)) {
      throw gameServerErrors.server_busy({ detail: "The server is still being stopped for the suspension." });
    }
    await setState(tx, server, { status: "offline", wantRunning: false });
    await recordAudit(tx, actor, { action: "server.unsuspended", targetKind: "server", targetId: id });
    return { status: "offline" };
  });
}
