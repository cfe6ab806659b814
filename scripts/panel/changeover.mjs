import path from "node:path";
import { pathToFileURL } from "node:url";
import { readinessProblem } from "./health.mjs";

/** How long the processes of a new release must work before the former release is given up. */
const gateMs = 8_000;
const gateAttempts = 60;

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Replaces all processes, one after the other, by those of `launches`. Each new one is ready before the former one ends,
 * so no request fails. The former ones may still finish their last requests afterwards.
 */
export async function replaceAll(supervisor, launches, say) {
  for (const [name, launch] of launches) {
    const startedAt = performance.now();
    await supervisor.replace(name, launch);
    say(`${name} replaced after ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
  }
}

/** Throws unless the panel is ready and the same processes run for the whole time of the gate. */
async function passGate(supervisor, env, isWeb) {
  if (!isWeb) return void (await sleep(gateMs));
  let problem = "";
  for (let attempt = 0; attempt < gateAttempts; attempt++) {
    problem = await readinessProblem(env);
    if (problem === null) break;
    await sleep(500);
  }
  if (problem !== null) throw new Error(`the new release is not ready: ${problem}`);
  const pids = () => supervisor.status().map(({ pid }) => pid);
  const first = pids().join();
  for (let waited = 0; waited < gateMs; waited += 1_000) {
    await sleep(1_000);
    const failed = supervisor.status().find(({ failures, ready }) => failures > 0 || !ready);
    if (failed || pids().join() !== first)
      throw new Error(`a process of the new release ended: ${failed?.name ?? first}`);
    const later = await readinessProblem(env);
    if (later !== null) throw new Error(`the new release is not ready any more: ${later}`);
  }
}

/** The parts of the release in `root` that know what it needs. */
const partsOf = async (root) => ({
  ...(await import(pathToFileURL(path.join(root, "scripts/panel/processes.mjs")))),
  ...(await import(pathToFileURL(path.join(root, "scripts/panel/prepare.mjs")))),
});

/**
 * Changes over to the release in `root`: migrations, then its processes. When a migration fails, or the new processes do
 * not pass the gate, the former release runs again and this throws. Migrations only extend the schema (CONTRIBUTING.md),
 * so the former release works on the new one.
 * @param {{ supervisor: object, root: string, processes: object, say: (line: string) => void }} options `processes`:
 * what `describeProcesses` takes.
 */
export async function changeOver({ supervisor, root, processes, say }) {
  const { describeProcesses, prepare } = await partsOf(root);
  const next = describeProcesses(processes);
  const former = new Map(supervisor.names().map((name) => [name, supervisor.launchOf(name)]));
  await prepare(next.env, (phase, _ms, detail) => say(`${phase}: ${detail}`)).catch((error) => {
    throw new Error(`the database could not be prepared, and nothing was changed: ${error.detail || error.message}`);
  });
  try {
    await replaceAll(supervisor, next.launches, say);
    await passGate(supervisor, next.env, processes.only.includes("web"));
  } catch (error) {
    say(`${error.message}; the former release is started again`);
    await replaceAll(supervisor, former, say);
    throw new Error(`${error.message}. The former release runs again; no data was lost.`);
  }
}
