import { provisioningErrors } from "@/lib/provisioning/errors";
import type { Step } from "@/lib/provisioning/saga";
import { buildInstallSpec, objectNames } from "../container-spec";
import { currentSpec } from "../work/context";
import type { RunContext } from "../workload-definition";

const second = 1000;

/** Runs the program's own preparation (downloads, first files) to its end, where the spec has one. */
export const install: Step<RunContext> = {
  name: "install",
  timeoutMs: ({ spec }) => spec.install?.timeoutMs ?? 60 * second,
  timeoutError: (_, timeoutMs) =>
    provisioningErrors.install_failed({ detail: `It took longer than ${Math.round(timeoutMs / second)} s.` }),
  async act(context, { signal, progress }) {
    const { spec, engine, workload } = context;
    if (!spec.install) return { status: "skipped", message: "Nothing to install" };
    const container = buildInstallSpec(await currentSpec(context), workload.id, spec.install.environment);
    await engine.remove(container.name, { signal });
    const result = await engine.runToCompletion(container, {
      signal,
      onLine: (line) => progress(null, line.text.slice(0, 200)),
    });
    if (result.outOfMemory)
      throw provisioningErrors.container_out_of_memory({ detail: "It ran out during installation." });
    if (result.exitCode !== 0) {
      const lines = result.lastLines.slice(-5).join("\n");
      throw provisioningErrors.install_failed({ detail: `It ended with code ${result.exitCode}. ${lines}`.trim() });
    }
    return undefined;
  },
  undo: (context, { signal }) => context.engine.remove(objectNames.installContainer(context.workload.id), { signal }),
};
