import { coreErrors } from "@/lib/core/errors";
import { sql } from "@/lib/db/transaction";
import type { EngineNode } from "@/lib/nodes/engines";
import { labels } from "@/lib/provisioning/engine";
import type { Step } from "@/lib/provisioning/saga";
import { objectNames } from "@/lib/workloads/container-spec";
import { waitUntilReady } from "@/lib/workloads/readiness/wait-until-ready";
import { optionsOfRun } from "@/lib/workloads/runs/runs";
import { ensure, start, stop } from "@/lib/workloads/steps/container";
import { ready } from "@/lib/workloads/steps/ready";
import { storeImage } from "@/lib/workloads/steps/store-image";
import { currentSpec } from "@/lib/workloads/work/context";
import type { RunContext, RunPlan } from "@/lib/workloads/workload-definition";

/**
 * An upgrade: the image is made again, and where its content has changed, the container is made again from it and has to
 * become ready. If it does not, the image from before runs again.
 */
const minuteMs = 60_000;
const readyExtraMs = 3 * minuteMs;

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
    await makeImage(node);
    const { imageId, digest: imageDigest } = await engine.ensureImage(spec.image, { signal, pull: spec.pull });
    await storeImage(context.workload.id, { imageId, imageDigest });
    const isNewer = imageId !== workload.imageId;
    return { message: isNewer ? "Newer packages were found" : "There are no newer packages" };
  },
  undoTimeoutMs: 15 * minuteMs,
  async undo(context, { signal }) {
    const { formerImageId: imageId } = await optionsOfRun(sql(), context.run.id);
    if (!imageId) throw coreErrors.internal_error({ detail: "The run does not say what the service ran from." });
    await storeImage(context.workload.id, { imageId, imageDigest: null });
    const name = objectNames.container(context.workload.id);
    const existing = await context.engine.inspect(name, { signal });
    // It failed before anything was stopped.
    if (existing?.status === "running" && existing.imageId === imageId) return;
    const tools = { signal, progress: () => {} };
    await ensure.act(context, tools);
    await start.act(context, tools);
    await waitUntilReady(context, AbortSignal.any([signal, AbortSignal.timeout(readyTimeout(context))]), () => {});
  },
});

const readyTimeout = ({ spec }: RunContext) => spec.readiness.timeoutMs + readyExtraMs;

/** `makeImage`: looks for newer packages now. */
export const upgradePlan = (makeImage: MakeImage): RunPlan => ({
  steps: [newImage(makeImage), ...[stop, ensure, start, ready].map(unlessSame)],
  success: "online",
  failure: "online",
  persistent: false,
  waits: true,
  message: "The service is online, with the newest packages.",
});
