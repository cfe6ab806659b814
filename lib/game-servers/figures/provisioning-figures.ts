import type { Actor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import type { CreateFigures } from "@/lib/workloads/figures/contract";
import { createFigures } from "@/lib/workloads/figures/create-figures";
import { gameServerKind } from "../kind";

/** Staff: figures about creating servers, for the overview. */
export async function getProvisioningFigures(actor: Actor): Promise<CreateFigures> {
  authorise(actor, "run.read");
  return createFigures(gameServerKind);
}
