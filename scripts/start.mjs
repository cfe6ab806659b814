// `npm start` (and `npm run dev`): from a bare clone to a running panel. Needs Node 20 and nothing else; every step is
// skipped when there is nothing to do, and printed with its time.
import { spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { buildPages, buildProcesses } from "./setup/build.mjs";
import { ensureEngine } from "./setup/docker.mjs";
import {
  closeDataDirectory,
  dataDirectory,
  environmentOf,
  loadEnvFile,
  panelEnvironment,
} from "./setup/environment.mjs";
import { generateSources } from "./setup/generate.mjs";
import { ensurePackages } from "./setup/packages.mjs";
import { node, root } from "./setup/paths.mjs";
import { freePort, startPostgres } from "./setup/postgres.mjs";
import { fail, reportStep, say, step } from "./setup/report.mjs";
import { BareRestore, requireNoInterruptedRestore } from "./setup/restore.mjs";
import { loadSecrets } from "./setup/secrets.mjs";
import { pauseAfter, Supervisor, steadyMs } from "./setup/supervisor.mjs";

const startedAt = performance.now();
const development = process.argv.includes("--dev");
let restore = null;
const supervisor = new Supervisor();
let database = null;
let stopping = false;
/** The restart of a database that ended, while it is in progress. */
let restarting = null;
let holdsLock = false;

async function stop(code) {
  if (stopping) return;
  stopping = true;
  say("stopping …");
  await supervisor.stop();
  await restarting;
  await database?.stop();
  // A refused start must not remove the pid file of the running panel.
  if (holdsLock) rmSync(lockFile, { force: true });
  process.exit(code);
}

loadEnvFile();
const dataDir = dataDirectory();
closeDataDirectory(dataDir);
const lockFile = path.join(dataDir, "panel.pid");

/** Two panels on one folder would share a database folder: refuse, unless the other one has ended. */
function takeLock() {
  if (existsSync(lockFile)) {
    const pid = Number(readFileSync(lockFile, "utf8"));
    const alive =
      existsSync(`/proc/${pid}/cmdline`) && readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("start.mjs");
    if (alive && pid !== process.pid) {
      throw new Error(
        `a panel (pid ${pid}) already runs on ${dataDir}; stop it, or set DATA_DIR, PORT and REALTIME_PORT`,
      );
    }
  }
  writeFileSync(lockFile, String(process.pid));
  holdsLock = true;
}

/** The embedded database; like every other process it is started again when it ends, on the same `port`. */
async function startDatabase(port) {
  const { POSTGRES_PASSWORD: password, POSTGRES_PANEL_PASSWORD: panelPassword } = loadSecrets(dataDir);
  const started = await startPostgres({ directory: dataDir, password, panelPassword, port });
  const startedAt = Date.now();
  started.ended.then((code) => {
    if (!stopping) restarting = restartDatabase(started.port, code, Date.now() - startedAt);
  });
  return started;
}

let databaseFailures = 0;

/** Tries until the database runs or the panel stops; never rejects. */
async function restartDatabase(port, code, ranMs) {
  database = null;
  if (ranMs > steadyMs) databaseFailures = 0;
  for (let reason = code; !database && !stopping; reason = "not started") {
    databaseFailures++;
    const pauseMs = pauseAfter(databaseFailures);
    say(`! postgres ended (${reason}); it is started again in ${pauseMs / 1000} s`);
    for (let waited = 0; waited < pauseMs && !stopping; waited += 50)
      await new Promise((resolve) => setTimeout(resolve, 50));
    if (stopping) return;
    database = await startDatabase(port).catch((error) => {
      fail(error.message);
      return null;
    });
  }
}

/** Migrations, first rows and the sample image, in a process of its own; its lines become our steps. */
function prepare(env) {
  return new Promise((resolve, reject) => {
    const child = spawn(node, ["--enable-source-maps", path.join(root, "dist/prepare.mjs")], {
      cwd: root,
      env,
      stdio: ["ignore", "pipe", "inherit"],
    });
    let text = "";
    let setupToken = null;
    child.stdout.on("data", (chunk) => {
      text += chunk;
      for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n")) {
        const line = JSON.parse(text.slice(0, end));
        text = text.slice(end + 1);
        reportStep(line.phase, line.ms, line.detail, !line.failed);
        setupToken = line.setupToken ?? setupToken;
      }
    });
    child.on("error", reject);
    child.on("close", (code) =>
      code === 0 ? resolve(setupToken) : reject(new Error("the panel cannot start; the reason is above")),
    );
  });
}

/** Where the panel itself is reached from here: a wildcard address is loopback. */
function dialHost() {
  const host = process.env.HOST ?? "";
  if (host === "" || host === "0.0.0.0" || host === "::") return "127.0.0.1";
  return host.includes(":") ? `[${host}]` : host;
}

/** Without this check a port in use would only show as a process that ends again and again. */
async function requirePorts(env, embeddedRealtime) {
  const wanted = { PORT: env.PORT, ...(embeddedRealtime ? { REALTIME_PORT: env.REALTIME_PORT } : {}) };
  for (const [name, port] of Object.entries(wanted)) {
    if ((await freePort(Number(port))) === null) throw new Error(`port ${port} is taken; set ${name} to another`);
    if (await isRefusedByBrowsers(port)) {
      throw new Error(
        `browsers refuse to open port ${port}, which belongs to another protocol; set ${name} to another`,
      );
    }
  }
}

/**
 * The Fetch standard's list of bad ports, which Node's own fetch keeps to as well; the port is free, so there is no
 * answer.
 */
async function isRefusedByBrowsers(port) {
  const error = await fetch(`http://127.0.0.1:${port}`, { signal: AbortSignal.timeout(2_000) }).catch(
    (thrown) => thrown,
  );
  return error?.cause?.message === "bad port";
}

async function waitForPanel(port) {
  const url = `http://${dialHost()}:${port}/api/health`;
  for (let waited = 0; waited < 120_000 && !stopping; waited += 50) {
    const answer = await fetch(url, { signal: AbortSignal.timeout(5_000) }).catch(() => null);
    if (answer?.status === 200) return "answers";
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`the panel does not answer on ${url}`);
}

process.on("SIGINT", () => void stop(0));
process.on("SIGTERM", () => void stop(0));

try {
  restore = BareRestore.of(process.argv);
  takeLock();
  if (restore) restore.prepare(dataDir);
  else requireNoInterruptedRestore(dataDir);
  await step("packages", ensurePackages);
  if (restore) {
    // The database is made with the secrets of the backup, which only the built program can read.
    await step("sources", generateSources);
    await step("processes", () => buildProcesses());
    await step("secrets", () => restore.files());
  }
  // The engine may have to be installed, the database started, the pages built: none needs the other.
  const tasks = [step("engine", () => ensureEngine(dataDir))];
  if (!process.env.DATABASE_URL) {
    tasks.push(
      step("postgres", async () => {
        database = await startDatabase();
        return `port ${database.port}`;
      }),
    );
  }
  tasks.push(
    (async () => {
      await step("sources", generateSources);
      await step("processes", () => buildProcesses());
      if (!development) await step("pages", buildPages);
    })(),
  );
  await Promise.all(tasks);
  const { env, embeddedRealtime } = panelEnvironment({
    databaseUrl: database?.url,
    mode: development ? "development" : "production",
  });
  await requirePorts(env, embeddedRealtime);
  if (restore) await step("restore", () => restore.rows(env));
  const setupToken = await prepare(env);
  restore?.complete();
  const start = (name, flags = []) =>
    supervisor.start(name, node, [...flags, path.join(root, `dist/${name}.mjs`)], {
      cwd: root,
      env: environmentOf(name, env),
    });
  if (embeddedRealtime) start("realtime", ["--max-semi-space-size=2"]);
  start("worker", ["--max-semi-space-size=2"]);
  start("web", ["--max-semi-space-size=4"]);
  await step("panel", () => waitForPanel(env.PORT));
  say(`\n  LightNode runs at ${env.NEXTAUTH_URL}  (up in ${((performance.now() - startedAt) / 1000).toFixed(1)} s)`);
  if (setupToken)
    say(`  Create the first administrator within 24 hours: ${env.NEXTAUTH_URL}/setup?token=${setupToken}`);
  if (!process.env.SMTP_URL)
    say("  No mail server (SMTP_URL): mails wait in the panel, under Administration > Outbox.");
  say(`  Data and secrets: ${dataDir}. Stop with Ctrl-C.\n`);
} catch (error) {
  if (!stopping) fail(error.message);
  await stop(1);
}
