import { coreErrors } from "@/lib/core/errors";
import { sql } from "@/lib/db/transaction";
import { nameImage, releaseOf, removeImageName } from "@/lib/provisioning/local-images/import-image";
import type { Step } from "@/lib/provisioning/saga";
import { optionsOfRun } from "@/lib/workloads/runs/runs";
import type { RunContext } from "@/lib/workloads/workload-definition";
import { hostedServiceErrors } from "../../../errors";
import { addressOf } from "../address-of";

/**
 * The image that a service ran from before an upgrade. The new one takes its tag, and images without a name are removed at
 * the next build, so it has a name of its own until the service runs from another one.
 */
const nameOf = ({ workload }: RunContext) => `lightnode/former:${workload.id}`;

/** Of this run. */
export async function formerImageOf({ run }: RunContext): Promise<string> {
  const { formerImageId } = await optionsOfRun(sql(), run.id);
  if (!formerImageId) throw coreErrors.internal_error({ detail: "The run does not say what the service ran from." });
  return formerImageId;
}

export async function keepFormerImage(context: RunContext): Promise<void> {
  await nameImage(addressOf(context.node), await formerImageOf(context), nameOf(context));
}

/** Packages of another release of Debian may not read the data, or write it so that the former ones cannot. */
export async function requireSameRelease(context: RunContext, imageId: string): Promise<void> {
  const address = addressOf(context.node);
  const former = await releaseOf(address, await formerImageOf(context));
  const made = await releaseOf(address, imageId);
  // Images of before the label: their release is not known.
  if (former === null || former === made) return;
  throw hostedServiceErrors.release_differs({
    detail: `The service runs packages of release ${former}, and the panel's machine has release ${made ?? "unknown"}.`,
  });
}

/** The last step of an upgrade, and one of a deletion. What stays of it is removed by the next one: no reason to fail. */
export const forgetFormerImage: Step<RunContext> = {
  name: "former-image",
  timeoutMs: 60_000,
  async act(context) {
    await removeImageName(addressOf(context.node), nameOf(context)).catch((error: unknown) =>
      context.log.warn({ resource: context.workload.id, error }, "the name of the former image could not be removed"),
    );
    return undefined;
  },
};
