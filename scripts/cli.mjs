// `npm run cli -- COMMAND`: the panel's command line on the configured database. Without DATABASE_URL that is the one
// that `npm start` runs under DATA_DIR; when it is not running it is started for as long as the command takes.
// Says nothing on standard output itself: that belongs to the command, whose JSON a program may be reading.
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { connect } from "node:net";
import path from "node:path";
import { isAssembled } from "./setup/assembled.mjs";
import { buildProcesses } from "./setup/build.mjs";
import { dataDirectory, loadEnvFile, panelEnvironment } from "./setup/environment.mjs";
import { generateSources } from "./setup/generate.mjs";
import { ensurePackages } from "./setup/packages.mjs";
import { node, root } from "./setup/paths.mjs";
import { panelUrl, serverPid, startPostgres } from "./setup/postgres.mjs";
import { fail } from "./setup/report.mjs";
import { loadSecrets } from "./setup/secrets.mjs";

const argv = process.argv.slice(2);
const isHelp = argv.length === 0 || argv.includes("--help") || argv.includes("-h");

function answers(port) {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.setTimeout(2_000, () => socket.destroy());
    socket.once("connect", () => socket.end(() => resolve(true)));
    socket.once("close", () => resolve(false));
    socket.once("error", () => resolve(false));
  });
}

/** Whether a process is there, and is what its pid file says: process ids are reused. */
function runs(pid, name) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(name);
  } catch {
    return false;
  }
}

/** Port of the running database of this folder, or null. */
async function runningPort(dataDir) {
  const portFile = path.join(dataDir, "postgres.port");
  if (serverPid(path.join(dataDir, "postgres")) === null || !existsSync(portFile)) return null;
  const port = Number(readFileSync(portFile, "utf8"));
  return (await answers(port)) ? port : null;
}

/** A panel that is just starting brings its database up: starting a second one would stop the first. */
async function waitForStartingPanel(dataDir) {
  const lockFile = path.join(dataDir, "panel.pid");
  const starting = () => existsSync(lockFile) && runs(readFileSync(lockFile, "utf8"), "start.mjs");
  for (let waited = 0; starting() && waited < 30_000; waited += 200) {
    const port = await runningPort(dataDir);
    if (port) return port;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  if (starting()) throw new Error("the panel is running, but its database does not answer");
  return runningPort(dataDir);
}

/** URL of the database, and how to leave it as it was found. */
async function findDatabase() {
  if (process.env.DATABASE_URL || isHelp) return { url: undefined, leave: async () => {} };
  const dataDir = dataDirectory();
  if (!existsSync(path.join(dataDir, "postgres/PG_VERSION"))) {
    throw new Error(
      `there is no database under ${dataDir} yet: run \`npm start\` once, or set DATABASE_URL or DATA_DIR`,
    );
  }
  const { POSTGRES_PASSWORD: password, POSTGRES_PANEL_PASSWORD: panelPassword } = loadSecrets(dataDir);
  const port = await waitForStartingPanel(dataDir);
  if (port) {
    const url = panelUrl(panelPassword, port);
    return { url, leave: async () => {} };
  }
  const started = await startPostgres({ directory: dataDir, password, panelPassword });
  return { url: started.url, leave: () => started.stop() };
}

/** Runs the command on our own streams; its exit code. */
function execute(env) {
  return new Promise((resolve, reject) => {
    const args = ["--enable-source-maps", path.join(root, "dist/cli.mjs"), ...argv];
    const child = spawn(node, args, { cwd: process.cwd(), env, stdio: "inherit" });
    // Ctrl-C reaches the child by itself; this process stays to stop the database after it.
    for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
    child.on("error", reject);
    child.on("close", (code) => resolve(code ?? 1));
  });
}

loadEnvFile();
let database;
try {
  // It changes the processes that this script would start one of.
  if (argv[0] === "upgrade") {
    process.argv.splice(2, 1);
    await import("./upgrade.mjs");
    process.exit();
  }
  if (!isAssembled()) {
    await ensurePackages();
    await generateSources();
    await buildProcesses();
  }
  database = await findDatabase();
  const { env } = panelEnvironment({ databaseUrl: database.url, mode: "production" });
  process.exitCode = await execute(env);
} catch (error) {
  fail(error.message);
  process.exitCode = 1;
} finally {
  await database?.leave();
}
