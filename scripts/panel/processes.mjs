import { readFileSync } from "node:fs";
import path from "node:path";
import { isAssembled } from "../setup/assembled.mjs";
import { environmentOf, panelEnvironment } from "../setup/environment.mjs";
import { node, root } from "../setup/paths.mjs";

export const roles = ["realtime", "worker", "web"];

/** Small young generations: the processes keep little garbage, and each MB is there in every process. */
const flags = {
  realtime: ["--max-semi-space-size=2"],
  worker: ["--max-semi-space-size=2"],
  web: ["--max-semi-space-size=4"],
};

const countOf = (name) => {
  const count = Number(process.env[name] || 1);
  if (!Number.isInteger(count) || count < 1 || count > 64) throw new Error(`${name} must be a number from 1 to 64`);
  return count;
};

/**
 * The container image has no compiler to read next.config.ts with: Next takes the settings of the build, as in its own
 * stand-alone output.
 */
function settingsOfPages() {
  if (!isAssembled()) return {};
  const { config } = JSON.parse(readFileSync(path.join(root, ".next/required-server-files.json"), "utf8"));
  return { __NEXT_PRIVATE_STANDALONE_CONFIG: JSON.stringify(config) };
}

/**
 * The processes of the release that this file belongs to, in the order in which they are started and replaced, and
 * their whole environment. A running panel of another release calls this when it changes over, so that a release decides
 * itself what it needs.
 * @param {{ databaseUrl?: string, mode: string, only: string[], descriptors: Record<string, Record<string, number>> }} options
 * @returns {{ env: object, embeddedRealtime: boolean, launches: Map<string, object> }}
 */
export function describeProcesses({ databaseUrl, mode, only, descriptors }) {
  const { env, embeddedRealtime } = panelEnvironment({ databaseUrl, mode });
  const counts = {
    realtime: embeddedRealtime ? 1 : 0,
    worker: countOf("WORKER_PROCESSES"),
    web: countOf("WEB_PROCESSES"),
  };
  const launches = new Map();
  for (const role of roles.filter((name) => only.includes(name))) {
    for (let number = 1; number <= counts[role]; number++) {
      launches.set(number === 1 ? role : `${role}-${number}`, {
        command: node,
        args: [...flags[role], path.join(root, `dist/${role}.mjs`)],
        cwd: root,
        env: { ...environmentOf(role, env), ...(role === "web" ? settingsOfPages() : {}) },
        listen: descriptors[role],
      });
    }
  }
  return { env, embeddedRealtime, launches };
}
