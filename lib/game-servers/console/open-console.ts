import type { Actor } from "@/lib/access/actor";
import { coreErrors } from "@/lib/core/errors";
import { sql } from "@/lib/db/transaction";
import type { ConsoleEvent } from "@/lib/workloads/console/console-batches";
import { streamConsole } from "@/lib/workloads/console/stream-console";
import { loadServer } from "../load-server";
import { engineOfServer } from "./server-engine";

/**
 * The server's console (lib/workloads/console/stream-console.ts). Authorised when opened and again several times in two
 * seconds, so that a revoked session or a removed role stops the stream.
 */
export async function openConsole(
  actor: Actor,
  id: string,
  lastEventId: string | null,
  currentActor: () => Promise<Actor | null> = async () => actor,
): Promise<(signal: AbortSignal) => AsyncGenerator<ConsoleEvent[]>> {
  const server = await loadServer(actor, id, "server.console", sql());
  const currentStatus = async () => {
    const viewer = await currentActor();
    if (!viewer) throw coreErrors.unauthenticated();
    return (await loadServer(viewer, id, "server.console", sql())).status;
  };
  return streamConsole({ id, engine: await engineOfServer(server), currentStatus }, lastEventId);
}
