import { isAppError, messageOf } from "@/lib/core/errors";
import type { EngineNode } from "@/lib/nodes/engines";
import { labels } from "@/lib/provisioning/engine";
import type { Step } from "@/lib/provisioning/saga";
import { objectNames } from "@/lib/workloads/container-spec";
import { ensure, start, stop } from "@/lib/workloads/steps/container";
import { ready } from "@/lib/workloads/steps/ready";
import { storeImage } from "@/lib/workloads/steps/store-image";
import { currentSpec } from "@/lib/workloads/work/context";
import { containerPlans } from "@/lib/workloads/work/plans";
import { isWorthWaiting } from "@/lib/workloads/work/waiting-runs";
import type { RunContext, RunPlan } from "@/lib/workloads/workload-definition";
import { forgetFormerImage, formerImageOf, keepFormerImage, requireSameRelease } from "./former-image";

/**
 * An upgrade: the image is made again, and where its content has changed, the container is made again from it and has to
 * become ready. If it does not, the image from before is started again. The run ends without waiting for it: what happens to
 * it then is what happens to every service that ends.
 */
const undoTimeoutMs = 5 * 60_000;

type UpgradeStep = Step<RunContext>;
type MakeImage = (node: EngineNode) => Promise<unknown>;

/** Whether the container runs the newest image, and not because this run made it. */
async function isUnchanged(context: RunContext, signal: AbortSignal): Promise<boolean> {
  const spec = await currentSpec(context);
  const existing = await context.engine.inspect(spec.name, { signal });
  if (existing?.status !== "running" || existing.labels[labels.run] === context.run.id) return false;
  return existing.imageId === spec.imageId;
}

const unlessSame = (step: UpgradeStep): UpgradeStep => ({
  ...step,
  async act(context, tools) {
    if (await isUnchanged(context, tools.signal)) return { status: "skipped", message: "Nothing has changed" };
    return step.act(context, tools);
  },
});

const newImage = (makeImage: MakeImage): UpgradeStep => ({
  name: "image",
  timeoutMs: ({ spec }) => spec.pullTimeoutMs,
  attempts: 2,
  async act(context, { signal }) {
    const { engine, node, spec, workload } = context;
    await keepFormerImage(context);
    await makeImage(node);
    const { imageId, digest: imageDigest } = await engine.ensureImage(spec.image, { signal, pull: spec.pull });
    await requireSameRelease(context, imageId);
    await storeImage(workload.id, { imageId, imageDigest });
    const isNewer = imageId !== workload.imageId;
    return { message: isNewer ? "Newer packages were found" : "There are no newer packages" };
  },
  undoTimeoutMs,
  undo: startFormer,
});

async function startFormer(context: RunContext, { signal }: { signal: AbortSignal }): Promise<void> {
  const { engine, workload, log } = context;
  const imageId = await formerImageOf(context);
  await storeImage(workload.id, { imageId, imageDigest: null });
  const existing = await engine.inspect(objectNames.container(workload.id), { signal });
  // It failed before anything was stopped.
  if (existing?.status === "running" && existing.imageId === imageId) return;
  const tools = { signal, progress: () => {} };
  try {
    await ensure.act(context, tools);
    await start.act(context, tools);
  } catch (error) {
    // Repeated until the engine answers. Anything else is left to the usual restarts, which end as crashed.
    signal.throwIfAborted();
    if (!isAppError(error) || isWorthWaiting(error)) throw error;
    log.warn({ resource: workload.id, error: messageOf(error) }, "the former image could not be started");
  }
}

/** `makeImage`: looks for newer packages now. */
export const upgradePlan = (makeImage: MakeImage): RunPlan => ({
  steps: [newImage(makeImage), ...[stop, ensure, start, ready].map(unlessSame), forgetFormerImage],
  success: "online",
  failure: "online",
  persistent: false,
  waits: true,
  message: "The service is online, with the newest packages.",
});

const { delete: deletion } = containerPlans("service");

/** With what an upgrade that failed has left. */
export const deletionPlan: RunPlan = { ...deletion, steps: [...deletion.steps, forgetFormerImage] };
