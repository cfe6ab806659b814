import { stat } from "node:fs/promises";
import type { z } from "zod";
import type { Actor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import { recordAudit } from "@/lib/audit/record-audit";
import { env } from "@/lib/core/env";
import { coreErrors } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { gibToMb } from "@/lib/core/units";
import { brokenConstraint } from "@/lib/db/errors";
import { transaction } from "@/lib/db/transaction";
import type { createNodeBody } from "./contract";
import { nodeErrors } from "./errors";
import { seedPorts } from "./ports";

/** Adds a machine with one address and its port pool; makes the region when it is new. */
export async function addNode(actor: Actor, input: z.output<typeof createNodeBody>): Promise<{ id: string }> {
  authorise(actor, "node.manage");
  if (input.portEnd < input.portStart) {
    throw coreErrors.validation_failed({ errors: [{ path: "portEnd", message: "Use a port not below portStart." }] });
  }
  await checkEngineAddress(input.dockerHost);
  const id = newId("node");
  try {
    await transaction(async (tx) => {
      await tx.run("INSERT INTO region (id, slug, name) VALUES ($1, $2, $2) ON CONFLICT (slug) DO NOTHING", [
        newId("region"),
        input.region,
      ]);
      await tx.run(
        `INSERT INTO node (id, region_id, name, docker_host, memory_mb, cpu_milli, disk_mb)
         SELECT $1, r.id, $3, $4, $5, $6, $7 FROM region r WHERE r.slug = $2`,
        [
          id,
          input.region,
          input.name,
          input.dockerHost ?? null,
          gibToMb(input.memory),
          Math.round(input.cpu * 1000),
          gibToMb(input.diskSpace),
        ],
      );
      const addressId = newId("address");
      await tx.run(
        `INSERT INTO address (id, node_id, public_address, bind_address, port_start, port_end) VALUES ($1, $2, $3, $4, $5, $6)`,
        [addressId, id, input.publicAddress, input.bindAddress, input.portStart, input.portEnd],
      );
      await seedPorts(tx, addressId, input.portStart, input.portEnd);
      await recordAudit(tx, actor, {
        action: "node.added",
        targetKind: "node",
        targetId: id,
        detail: { name: input.name },
      });
    });
  } catch (error) {
    if (brokenConstraint(error) === "node_name_key") throw nodeErrors.node_name_taken({ cause: error });
    throw error;
  }
  return { id };
}

/**
 * Refuses an address that cannot be an engine's, and one over which anyone on the network path could control the
 * machine.
 */
async function checkEngineAddress(address: string | undefined): Promise<void> {
  const refuse = (message: string) => coreErrors.validation_failed({ errors: [{ path: "dockerHost", message }] });
  if (address?.startsWith("unix://")) {
    const file = await stat(address.slice("unix://".length)).catch(() => null);
    if (!file?.isSocket()) throw refuse("There is no socket at this path on the panel's machine.");
  }
  if (address?.startsWith("tcp://") && !env().ALLOW_CLEARTEXT_ENGINES) {
    throw refuse("tcp:// is neither encrypted nor authenticated. Use https://, or set ALLOW_CLEARTEXT_ENGINES=true.");
  }
}
