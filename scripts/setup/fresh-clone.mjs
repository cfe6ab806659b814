import { execFileSync, spawn } from "node:child_process";
import { cpSync, existsSync, rmSync } from "node:fs";
import path from "node:path";
import { root } from "./paths.mjs";
import { freePort } from "./postgres.mjs";
import { sweepEngine } from "./sweep-engine.mjs";
import { checkUpgrades } from "./upgrade-journey.mjs";

/**
 * The first steps of a new user: clones the last commit and runs `npm start`, twice, and once more after an update of
 * the packages, and then restarts and upgrades it. The checkout must stay as it was, or the next `git pull` refuses, and the second start must have
 * nothing to install or build. The pages of this checkout are taken along: when their sources are the same, they are not
 * built a second time.
 * @returns {Promise<{ name: string, ok: boolean, detail: string }[]>}
 */
export async function checkFreshClone(scratch) {
  const clone = path.join(scratch, "clone");
  execFileSync("git", ["clone", "--quiet", root, clone]);
  const pages = path.join(root, ".next");
  if (existsSync(pages)) cpSync(pages, path.join(clone, ".next"), { recursive: true });
  const installationId = `clone-${process.pid}`;
  const env = {
    ...process.env,
    DATA_DIR: path.join(scratch, "clone-data"),
    PORT: String(await freePort(0)),
    REALTIME_PORT: String(await freePort(0)),
    HOST: "127.0.0.1",
    NODE_BIND_ADDRESS: "127.0.0.1",
    INSTALLATION_ID: installationId,
    LOG_LEVEL: "warn",
    RATE_LIMIT_FACTOR: "1000",
  };
  delete env.DATABASE_URL;
  const first = await startOnce(clone, env);
  const status = execFileSync("git", ["status", "--porcelain"], { cwd: clone, encoding: "utf8" });
  const second = await startOnce(clone, env);
  // As after `git pull` brought another lockfile.
  rmSync(path.join(clone, "node_modules/.lightnode-packages"));
  let upgrades = [];
  const updated = await startOnce(clone, env, async () => {
    upgrades = await checkUpgrades(clone, env);
  });
  const statusAfter = execFileSync("git", ["status", "--porcelain"], { cwd: clone, encoding: "utf8" });
  await sweepEngine(installationId);
  const built = second.output.split("\n").filter((line) => /^✔ .*\b(installed|generated|built)$/.test(line.trim()));
  return [
    { name: "a fresh clone starts", ok: first.runs, detail: first.output },
    { name: "the checkout stays as it was", ok: first.runs && status === "", detail: status },
    {
      name: "a second start installs and builds nothing",
      ok: second.runs && built.length === 0,
      detail: built.join("\n"),
    },
    {
      name: "a start installs other packages over the old ones",
      ok: updated.runs && statusAfter === "",
      detail: `${statusAfter}${updated.output}`,
    },
    ...upgrades,
  ];
}

/** Starts the panel, waits until it says that it runs, does `work`, and stops it. */
function startOnce(cwd, env, work = async () => {}) {
  return new Promise((resolve) => {
    const child = spawn("npm", ["start"], { cwd, env, stdio: ["ignore", "pipe", "pipe"], detached: true });
    let output = "";
    let runs = false;
    const stop = () => process.kill(-child.pid, "SIGTERM");
    const timer = setTimeout(stop, 600_000);
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk) => {
        output += chunk;
        if (runs || !output.includes("LightNode runs at")) return;
        runs = true;
        void work()
          .catch((error) => {
            output += error.stack;
            runs = false;
          })
          .finally(stop);
      });
    }
    child.on("close", () => {
      clearTimeout(timer);
      resolve({ runs, output });
    });
  });
}
