import { formatBytes } from "@/lib/core/units";
import { transaction } from "@/lib/db/transaction";
import type { ContainerEngine } from "@/lib/provisioning/engine";
import { objectNames } from "../container-spec";
import { gameServerErrors } from "../errors";
import type { LoadedServer } from "../load-server";
import { cancelRun, enqueueRun, recordEvent, unfinishedRun } from "../runs";
import type { Publish } from "../work/context";
import { type Ending, fileLimit, type ServerUse } from "./decide-disk";

/**
 * Ends a server for the disk: in order, so that it saves its world, or at once when it would fill what is left meanwhile.
 * The reason stays on the server and in its timeline. A server that is being set up is only killed: its run fails then.
 */
export async function endForDisk(
  server: LoadedServer,
  ending: Ending,
  use: ServerUse,
  deps: { engine: ContainerEngine; publish: Publish },
): Promise<void> {
  const message = explain(server, ending, use);
  const names = [objectNames.container(server.id), objectNames.installContainer(server.id)];
  // Before anything is written: at full speed a disk takes gigabytes in the time of one transaction.
  if (ending.how === "kill") await Promise.allSettled(names.map((name) => deps.engine.pause(name)));
  const began = await transaction(async (tx) => {
    const held = await tx.row<{ status: string }>("SELECT status FROM server WHERE id = $1 FOR UPDATE", [server.id]);
    const inHand = await unfinishedRun(tx, server.id);
    const isRunning = held?.status === "online" || held?.status === "starting";
    if (!held || !server.nodeId || held.status === "stopping" || held.status === "deleting") return false;
    await recordEvent(tx, { serverId: server.id, step: "disk", status: "failed", message });
    if (!isRunning) return true;
    await tx.run("UPDATE server SET status = 'stopping', want_running = false WHERE id = $1", [server.id]);
    if (inHand) await cancelRun(tx, inHand.id, ending.how);
    else {
      const failure = { code: "disk_full", message: `${gameServerErrors.disk_full().title}. ${message}` };
      const run = { serverId: server.id, nodeId: server.nodeId, kind: ending.how, actor: null, options: { failure } };
      await enqueueRun(tx, run);
    }
    return true;
  });
  if (!began && ending.how !== "kill") return;
  if (ending.how === "kill") await Promise.all(names.map((name) => deps.engine.kill(name)));
  const at = new Date().toISOString();
  deps.publish(server.id, server.ownerId, "server.status", { serverId: server.id, status: "stopping", at });
}

function explain(server: LoadedServer, { how, why }: Ending, use: ServerUse): string {
  const done = how === "kill" ? "was ended at once, since it was filling fast" : "is stopped";
  if (why === "machine") return `The machine's disk is nearly full, and this server filled it fastest: it ${done}.`;
  if (why === "files") {
    return `It has ${use.files} files; ${fileLimit(server.diskMb)} go with its size. It ${done}. Remove files or give it more disk space.`;
  }
  const limit = formatBytes(server.diskMb * 1024 * 1024);
  return `It uses ${formatBytes(use.bytes)} of ${limit} of disk space and ${done}. Remove files or give it more disk space.`;
}
