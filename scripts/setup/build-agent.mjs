import path from "node:path";
import { buildProgram } from "./build-program.mjs";
import { root } from "./paths.mjs";

const sources = ["clients/agent", "lib/monitoring/metrics/contract.ts", "scripts/setup/build-agent.mjs"];

/** The agent of machines; see buildProgram. */
export function buildAgent({ outFile = path.join(root, "dist/agent.mjs"), force = false } = {}) {
  return buildProgram({ entry: "clients/agent/main.ts", outFile, sources, target: "node20", force });
}
