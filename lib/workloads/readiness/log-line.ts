import type { Probe } from "./probe";

/** Lines of the present start that are searched, the last ones. */
const searchedLines = 2_000;

/** The output since the container's start has a line with this text. */
export const logLine: Probe<"log-line"> = {
  needsPort: false,
  async ask({ text }, { engine, container, signal }) {
    const state = await engine.inspect(container, { signal });
    const since = state?.startedAt ?? undefined;
    const lines = await engine.logs(container, { tail: searchedLines, since, signal });
    return lines.some((line) => line.text.includes(text)) ? `It wrote "${text}"` : null;
  },
};
