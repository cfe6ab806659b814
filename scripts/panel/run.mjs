import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { isAssembled } from "../setup/assembled.mjs";
import { buildPages, buildProcesses } from "../setup/build.mjs";
import { ensureEngine } from "../setup/docker.mjs";
import { dataDirectory, panelEnvironment } from "../setup/environment.mjs";
import { generateSources } from "../setup/generate.mjs";
import { ensurePackages } from "../setup/packages.mjs";
import { root } from "../setup/paths.mjs";
import { failOnce, say, step } from "../setup/report.mjs";
import { BareRestore, requireNoInterruptedRestore } from "../setup/restore.mjs";
import { changeOver, replaceAll } from "./changeover.mjs";
import { serveControl } from "./control.mjs";
import { EmbeddedDatabase } from "./embedded-database.mjs";
import { waitForPanel } from "./health.mjs";
import { bindPort } from "./listening.mjs";
import { readOptions } from "./options.mjs";
import { requirePorts } from "./ports.mjs";
import { prepare } from "./prepare.mjs";
import { describeProcesses } from "./processes.mjs";
import { versionOf } from "./release.mjs";
import { Supervisor } from "./supervisor.mjs";

/** Runs the panel of this release: sets up what is missing, starts the processes and takes commands until it is stopped. */
const startedAt = performance.now();
const dataDir = dataDirectory();
const lockFile = path.join(dataDir, "panel.pid");
const supervisor = new Supervisor();
let database = null;
let control = null;
let stopping = false;
let holdsLock = false;
/** Kept, since a port is closed when nothing refers to it any more. */
const boundPorts = [];

async function stop(code) {
  if (stopping) return;
  stopping = true;
  say("stopping …");
  control?.close();
  await supervisor.stop();
  await database?.stop();
  // A refused start must not remove the pid file of the running panel.
  if (holdsLock) rmSync(lockFile, { force: true });
  process.exit(code);
}

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

/** Packages, engine, database and build; none of the last three needs the other. */
async function setUp({ development, only }, restore) {
  if (isAssembled()) {
    if (!process.env.DATABASE_URL) throw new Error("the container image has no PostgreSQL: set DATABASE_URL");
    return;
  }
  await step("packages", ensurePackages);
  if (restore) {
    // The database is made with the secrets of the backup, which only the built program can read.
    await step("sources", generateSources);
    await step("processes", () => buildProcesses());
    await step("secrets", () => restore.files());
  }
  // A realtime process alone needs no engine, and a worker no pages.
  const tasks = only.join() === "realtime" ? [] : [step("engine", () => ensureEngine(dataDir))];
  if (!process.env.DATABASE_URL) {
    database = new EmbeddedDatabase(dataDir);
    tasks.push(
      step("postgres", async () => {
        await database.start();
        return `port ${database.port}`;
      }),
    );
  }
  tasks.push(
    (async () => {
      await step("sources", generateSources);
      await step("processes", () => buildProcesses());
      if (!development && only.includes("web")) await step("pages", buildPages);
    })(),
  );
  await Promise.all(tasks);
}

/** In which variable a process finds the descriptor of a port (lib/bootstrap/process/supervised.ts). */
const descriptorNames = {
  PORT: "LIGHTNODE_LISTEN_FD",
  REALTIME_PORT: "LIGHTNODE_LISTEN_FD",
  TLS_PORT: "LIGHTNODE_TLS_FD",
  ACME_HTTP_PORT: "LIGHTNODE_ACME_FD",
};

/** Binds the ports of the processes that run here. In development Next listens itself. */
async function bindPorts(env, { only, embeddedRealtime, development }) {
  const wanted = {
    ...(only.includes("web") ? { PORT: env.PORT } : {}),
    ...(only.includes("web") && (env.TLS_CERT || env.ACME_DOMAINS) ? { TLS_PORT: env.TLS_PORT || "443" } : {}),
    ...(only.includes("web") && !env.TLS_CERT && env.ACME_DOMAINS
      ? { ACME_HTTP_PORT: env.ACME_HTTP_PORT || "80" }
      : {}),
    ...(only.includes("realtime") && embeddedRealtime ? { REALTIME_PORT: env.REALTIME_PORT } : {}),
  };
  await requirePorts(wanted);
  if (development) return {};
  const descriptors = { web: {}, realtime: {} };
  for (const [name, port] of Object.entries(wanted)) {
    const bound = await bindPort(env.HOST ?? "", Number(port));
    if (bound === null) continue;
    boundPorts.push(bound);
    descriptors[name === "REALTIME_PORT" ? "realtime" : "web"][descriptorNames[name]] = bound.fd;
  }
  return descriptors;
}

/** Commands of `npm run restart`, `upgrade` and `processes`. One at a time: two changes would replace the same processes. */
function takeCommands(processes) {
  let busy = null;
  const alone = (name, work) => async (request, line) => {
    if (busy) throw new Error(`the panel is busy with another command: ${busy}`);
    busy = name;
    try {
      return await work(request, (text) => {
        say(`  ${name}: ${text}`);
        line(text);
      });
    } finally {
      busy = null;
    }
  };
  control = serveControl(dataDir, {
    status: async () => {
      const processes = supervisor.status();
      const release = processes[0]?.root ?? root;
      return { root: release, version: versionOf(release), processes };
    },
    restart: alone("restart", async (_request, line) => {
      const launches = new Map(supervisor.names().map((name) => [name, supervisor.launchOf(name)]));
      await replaceAll(supervisor, launches, line);
    }),
    activate: alone("upgrade", (request, line) =>
      changeOver({
        supervisor,
        root: request.root,
        // An embedded database may have got another port by then.
        processes: { ...processes, databaseUrl: database?.url },
        say: line,
      }),
    ),
  });
  if (!control) say("! DATA_DIR has a long path: `npm run restart` and `npm run upgrade` cannot reach this panel");
}

function announce(env, { setupToken, only }) {
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  if (!only.includes("web")) return say(`\n  LightNode runs (${only.join(", ")}) (up in ${seconds} s)\n`);
  say(`\n  LightNode runs at ${env.NEXTAUTH_URL}  (up in ${seconds} s)`);
  if (setupToken)
    say(`  Create the first administrator within 24 hours: ${env.NEXTAUTH_URL}/setup?token=${setupToken}`);
  if (!process.env.SMTP_URL)
    say("  No mail server (SMTP_URL): mails wait in the panel, under Administration > Outbox.");
  say(`  Data and secrets: ${dataDir}. Stop with Ctrl-C.\n`);
}

process.on("SIGINT", () => void stop(0));
process.on("SIGTERM", () => void stop(0));

try {
  const options = readOptions(process.argv.slice(2));
  const restore = BareRestore.of(process.argv);
  takeLock();
  if (restore) restore.prepare(dataDir);
  else requireNoInterruptedRestore(dataDir);
  await setUp(options, restore);
  const { development, only } = options;
  const mode = development ? "development" : "production";
  const { env, embeddedRealtime } = panelEnvironment({ databaseUrl: database?.url, mode });
  const descriptors = await bindPorts(env, { only, embeddedRealtime, development });
  const processes = { databaseUrl: database?.url, mode, only, descriptors };
  if (restore) await step("restore", () => restore.rows(env));
  const setupToken = await prepare(env);
  restore?.complete();
  for (const [name, launch] of describeProcesses(processes).launches) supervisor.start(name, launch);
  if (only.includes("web")) await step("panel", () => waitForPanel(env, () => stopping));
  takeCommands(processes);
  announce(env, { setupToken, only });
} catch (error) {
  if (!stopping) failOnce(error);
  await stop(1);
}
