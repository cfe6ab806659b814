import type { Probe } from "./probe";

/** A command in the container ends with 0. */
export const command: Probe<"command"> = {
  needsPort: false,
  async ask(readiness, { engine, container, signal }) {
    const { exitCode } = await engine.exec(container, readiness.command, { signal });
    return exitCode === 0 ? `${readiness.command[0]} ended with 0` : null;
  },
};
