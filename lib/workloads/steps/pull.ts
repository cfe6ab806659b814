import { provisioningErrors } from "@/lib/provisioning/errors";
import type { Step } from "@/lib/provisioning/saga";
import type { RunContext } from "../workload-definition";
import { storeImage } from "./store-image";

const second = 1000;

/** Pulls the image if needed and records its content id, from which containers are created. */
export const pull: Step<RunContext> = {
  name: "pull",
  timeoutMs: ({ spec }) => spec.pullTimeoutMs,
  timeoutError: (_, timeoutMs) =>
    provisioningErrors.image_pull_timeout({ detail: `It took longer than ${Math.round(timeoutMs / second)} s.` }),
  attempts: 3,
  async act(context, { signal, progress }) {
    const { spec, engine, workload, definition, node } = context;
    await definition.prepareImage?.(node);
    const image = await engine.ensureImage(spec.image, {
      signal,
      pull: spec.pull,
      onProgress: (step) => progress(step.fraction, step.message),
    });
    await storeImage(workload.id, { imageId: image.imageId, imageDigest: image.digest });
    return { message: image.pulled ? `Downloaded ${spec.image}` : `${spec.image} is present` };
  },
};
