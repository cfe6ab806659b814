import { formatBytes } from "@/lib/core/units";
import { type Tx, transaction } from "@/lib/db/transaction";
import type { ContainerEngine } from "@/lib/provisioning/engine";
import { objectNames } from "../container-spec";
import { gameServerErrors } from "../errors";
import type { LoadedServer } from "../load-server";
import { cancelRun, enqueueRun, giveReason, recordEvent, unfinishedRun } from "../runs";
import type { Publish } from "../work/context";
import { type Ending, fileLimit, type ServerUse } from "./decide-disk";

/**
 * Ends a server for the disk: in order, so that it saves its world, or at once when it would fill the free space
 * meanwhile. The reason stays on the server and in its timeline, once. A server that is being set up saves nothing: it
 * is killed, and its run fails with the reason. Safe to repeat.
 */
export async function endForDisk(
  server: LoadedServer,
  ending: Ending,
  use: ServerUse,
  deps: { engine: ContainerEngine; publish: Publish },
): Promise<void> {
  const how = server.status === "provisioning" ? "kill" : ending.how;
  const names = [objectNames.container(server.id), objectNames.installContainer(server.id)];
  // Before anything is written: a fast writer adds gigabytes in the time of one transaction.
  if (how === "kill") await Promise.allSettled(names.map((name) => deps.engine.pause(name)));
  const message = explain(server, { ...ending, how }, use);
  const status = await transaction((tx) => noteEnding(tx, server, how, message));
  if (how === "kill") await Promise.all(names.map((name) => deps.engine.kill(name)));
  if (!status) return;
  const at = new Date().toISOString();
  deps.publish(server.id, server.ownerId, "server.status", { serverId: server.id, status, at });
}

/** The server's state from now on, or null when nothing changed: it is ending already, or ended meanwhile. */
async function noteEnding(tx: Tx, server: LoadedServer, how: Ending["how"], message: string): Promise<string | null> {
  const held = await tx.row<{ status: string }>("SELECT status FROM server WHERE id = $1 FOR UPDATE", [server.id]);
  const inHand = await unfinishedRun(tx, server.id);
  const isRunning = held?.status === "online" || held?.status === "starting";
  const isPreparing = held?.status === "provisioning" && inHand !== null;
  if (!server.nodeId || !(isRunning || isPreparing)) return null;
  const failure = { code: "disk_full", message: `${gameServerErrors.disk_full().title}. ${message}` };
  if (inHand && !(await giveReason(tx, inHand.id, failure))) return null;
  await recordEvent(tx, { serverId: server.id, step: "disk", status: "failed", message });
  if (isPreparing) return "provisioning";
  await tx.run("UPDATE server SET status = 'stopping', want_running = false WHERE id = $1", [server.id]);
  if (inHand) await cancelRun(tx, inHand.id, how);
  else {
    await enqueueRun(tx, { serverId: server.id, nodeId: server.nodeId, kind: how, actor: null, options: { failure } });
  }
  return "stopping";
}

function explain(server: LoadedServer, { how, why }: Ending, use: ServerUse): string {
  const cause = server.status === "provisioning" ? "it was still being set up" : "it was filling fast";
  const done = how === "kill" ? `was ended at once, since ${cause}` : "is stopped";
  if (why === "machine") return `The machine's disk is nearly full, and this server filled it fastest: it ${done}.`;
  if (why === "files") {
    return `It has ${use.files} files; ${fileLimit(server.diskMb)} go with its size. It ${done}. Remove files or give it more disk space.`;
  }
  const limit = formatBytes(server.diskMb * 1024 * 1024);
  return `It uses ${formatBytes(use.bytes)} of ${limit} of disk space and ${done}. Remove files or give it more disk space.`;
}
