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
import { seedPorts } from "./ports/ports";

/** `regionName`: how a new region is shown; its short name by default. */
type NewNode = z.output<typeof createNodeBody> & { regionName?: string };

/** Adds a machine with one address and its port pool; makes the region when it is new. */
export async function addNode(actor: Actor, input: NewNode): Promise<{ id: string }> {
  authorise(actor, "node.manage");
  if (input.portEnd < input.portStart) {
    throw coreErrors.validation_failed({ errors: [{ path: "portEnd", message: "Use a port not below portStart." }] });
  }
  await checkEngineAddress(input.dockerHost);
  const id = newId("node");
  try {
    await transaction(async (tx) => {
      const region = { id: newId("region"), slug: input.region, name: input.regionName ?? input.region };
      await tx.prisma.region.createMany({ data: region, skipDuplicates: true });
      const { id: regionId } = await tx.prisma.region.findUniqueOrThrow({ where: { slug: input.region } });
      await tx.prisma.node.create({
        data: {
          id,
          regionId,
          name: input.name,
          dockerHost: input.dockerHost ?? null,
          memoryMb: gibToMb(input.memory),
          cpuMilli: Math.round(input.cpu * 1000),
          diskMb: gibToMb(input.diskSpace),
        },
      });
      const { publicAddress, bindAddress, portStart, portEnd } = input;
      const addressId = newId("address");
      await tx.prisma.address.create({
        data: { id: addressId, nodeId: id, publicAddress, bindAddress, portStart, portEnd },
      });
      await seedPorts(tx, addressId, portStart, portEnd);
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
