// `npm test`: sets up what the suites need (packages, engine, PostgreSQL, browser, build), runs all of them and prints
// the true total. `npm test -- unit|components|integration|engine|services|faults|e2e|clone` runs one. A suite without its real
// dependency fails.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import path from "node:path";
import { ensureBrowser } from "./setup/browser.mjs";
import { buildPages, buildProcesses } from "./setup/build.mjs";
import { ensureDebianPackages } from "./setup/debian-package.mjs";
import { ensureDebianPostgres } from "./setup/debian-postgres.mjs";
import { ensureEngine } from "./setup/docker.mjs";
import { checkFreshClone } from "./setup/fresh-clone.mjs";
import { generateSources } from "./setup/generate.mjs";
import { ensureNameServer } from "./setup/name-server.mjs";
import { ensurePackages } from "./setup/packages.mjs";
import { bin, node, root } from "./setup/paths.mjs";
import { ensurePooler } from "./setup/pooler.mjs";
import { freePort, startPostgres } from "./setup/postgres.mjs";
import { ensurePromtool } from "./setup/promtool.mjs";
import { ensureProxies } from "./setup/proxies.mjs";
import { ensureRedis } from "./setup/redis.mjs";
import { fail, say, step } from "./setup/report.mjs";
import { sweepEngine } from "./setup/sweep-engine.mjs";

const suites = ["unit", "components", "integration", "engine", "services", "faults", "e2e", "clone"];
const wanted = process.argv.slice(2).filter((name) => suites.includes(name));
const runs = (suite) => wanted.length === 0 || wanted.includes(suite);
const scratch = mkdtempSync(path.join(tmpdir(), "lightnode-test-"));
const totals = { passed: 0, failed: 0 };
/** One line for each failed test, printed again at the end: a long run hides where it failed. */
const failures = [];
const cleanups = [];

/** Runs a program with its output shown; resolves with its exit code. */
function show(command, args, env) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ["ignore", "inherit", "inherit"],
    });
    child.on("error", reject);
    child.on("close", (code) => resolve(code ?? 1));
  });
}

/** Runs a suite, or a part of it, and adds what it counted to the totals; prints its time. */
async function suite(name, run, part = "") {
  if (!runs(name)) return;
  const startedAt = performance.now();
  // The other suites go on when one cannot even begin.
  const { passed, failed, code } = await run().catch((error) => {
    fail(error.stack ?? error.message);
    return { passed: 0, failed: 1, code: 1 };
  });
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  count(`${name}${part && ` (${part})`}`, passed, failed, code, seconds);
}

function count(name, passed, failed, code, seconds) {
  // A runner that dies before it counts has failed, whatever it counted.
  const broken = failed === 0 && (code !== 0 || passed === 0) ? 1 : failed;
  totals.passed += passed;
  totals.failed += broken;
  if (broken > 0 && !failures.some((line) => line.startsWith(name))) failures.push(`${name}: ended with code ${code}`);
  say(`\n${name}: ${passed} passed, ${broken} failed in ${seconds} s\n`);
}

/** On two cores the runner would use one worker, which waits for its database half of the time. */
const workers = Math.max(2, availableParallelism() - 1);

async function vitest(project, env) {
  const report = path.join(scratch, `${project}.json`);
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const flags = ["run", "--project", project, `--maxWorkers=${workers}`, ...reporters];
  const code = await show(node, [bin("vitest"), ...flags], env);
  const result = existsSync(report)
    ? JSON.parse(readFileSync(report, "utf8"))
    : { numPassedTests: 0, numFailedTests: 1 };
  const failedFiles = (result.testResults ?? []).filter(
    (file) => file.status === "failed" && file.assertionResults.length === 0,
  );
  const failed = result.numFailedTests + (result.numPendingTests ?? 0) + failedFiles.length;
  failures.push(...failedTests(project, result.testResults ?? []));
  return { passed: result.numPassedTests, failed, code };
}

/** What failed or was skipped in a report of vitest: suite, file, test and the first line of the error. */
function failedTests(project, files) {
  return files.flatMap((file) => {
    const place = `${project}: ${path.relative(root, file.name)}`;
    if (file.status === "failed" && file.assertionResults.length === 0) return [`${place}: ${firstLine(file.message)}`];
    return file.assertionResults
      .filter(({ status }) => status !== "passed")
      .map((test) => `${place}: ${test.fullName}: ${firstLine(test.failureMessages?.[0] ?? test.status)}`);
  });
}

const firstLine = (text = "") => text.split("\n", 1)[0];

/** The same of a report of Playwright. */
function failedJourneys(project, suites) {
  return suites.flatMap((part) => [
    ...failedJourneys(project, part.suites ?? []),
    ...(part.specs ?? [])
      .filter(({ tests }) => tests.some(({ status }) => status !== "expected"))
      .map((spec) => {
        const error = spec.tests.flatMap(({ results }) => results).find(({ error }) => error)?.error?.message;
        return `e2e (${project}): ${spec.file}:${spec.line}: ${spec.title}: ${firstLine(error)}`;
      }),
  ]);
}

/** Starts the panel as a user would, on a folder and ports of its own. */
async function startPanel() {
  const dataDir = path.join(scratch, "panel");
  const installationId = `e2e-${process.pid}`;
  const port = String(await freePort(0));
  const env = {
    ...process.env,
    DATA_DIR: dataDir,
    PORT: port,
    REALTIME_PORT: String(await freePort(0)),
    HOST: "127.0.0.1",
    NODE_BIND_ADDRESS: "127.0.0.1",
    PORT_RANGE_START: "28100",
    PORT_RANGE_END: "28199",
    INSTALLATION_ID: installationId,
    ADMIN_EMAIL: "admin@example.net",
    ADMIN_PASSWORD: "correct-horse-battery-staple",
    DEFAULT_TEMPLATE: "sample-game",
    RATE_LIMIT_FACTOR: "1000",
    LOG_LEVEL: "warn",
  };
  delete env.DATABASE_URL;
  const panel = spawn(process.execPath, [path.join(root, "scripts/start.mjs")], {
    cwd: root,
    env,
    stdio: ["ignore", "inherit", "inherit"],
  });
  cleanups.push(async () => {
    const ended = new Promise((resolve) => panel.once("close", resolve));
    if (panel.exitCode === null) {
      panel.kill("SIGTERM");
      await ended;
    }
    await sweepEngine(installationId);
  });
  const url = `http://localhost:${port}`;
  for (let waited = 0; waited < 120_000; waited += 100) {
    if (panel.exitCode !== null) throw new Error("the panel for the journeys ended");
    const answer = await fetch(`${url}/api/health/ready`, { signal: AbortSignal.timeout(2000) }).catch(() => null);
    const ready = answer?.ok ? await answer.json() : null;
    if (ready?.status === "ready") return { url, dataDir };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("the panel for the journeys does not become ready");
}

/** Runs one of the projects of e2e/playwright.config.ts against the panel. */
async function runJourneys({ url, dataDir }, project) {
  const report = path.join(scratch, `${project}.json`);
  const env = { E2E_URL: url, E2E_DATA_DIR: dataDir, PLAYWRIGHT_JSON_OUTPUT_NAME: report };
  const flags = ["-c", "e2e/playwright.config.ts", `--project=${project}`, "--reporter=list,json"];
  const code = await show(node, [bin("playwright"), "test", ...flags], env);
  const result = existsSync(report) ? JSON.parse(readFileSync(report, "utf8")) : {};
  const stats = result.stats ?? { expected: 0, unexpected: 1, flaky: 0, skipped: 0 };
  failures.push(...failedJourneys(project, result.suites ?? []));
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + stats.skipped, code };
}

async function freshClone() {
  const checks = await checkFreshClone(scratch);
  for (const { name, ok, detail } of checks) say(`${ok ? "✔" : `✖ ${detail}\n✖`} ${name}`);
  const failed = checks.filter(({ ok }) => !ok).length;
  return { passed: checks.length - failed, failed, code: failed };
}

let broken = false;
try {
  await step("packages", ensurePackages);
  let database = null;
  await Promise.all([
    step("engine", async () => {
      const state = await ensureEngine(scratch);
      if (/not reachable|does not answer/.test(state)) throw new Error(`the tests need a container engine: ${state}`);
      return state;
    }),
    step("postgres", async () => {
      database = await startPostgres({
        directory: scratch,
        password: "test",
        settings: ["fsync=off", "max_connections=300"],
      });
      cleanups.push(() => database.stop());
      return `port ${database.port}`;
    }),
    // Two installations of Debian's packages must not run at the same time.
    (async () => {
      if (runs("e2e")) await step("browser", ensureBrowser);
      if (runs("e2e"))
        await step("jq", () => ensureDebianPackages({ what: "jq", packages: ["jq"], files: ["/usr/bin/jq"] }));
      if (runs("integration")) await step("postgres 15", ensureDebianPostgres);
      if (runs("integration")) await step("name server", ensureNameServer);
      if (runs("integration")) await step("promtool", ensurePromtool);
      if (runs("integration")) await step("pgbouncer", ensurePooler);
      if (runs("integration")) await step("redis", ensureRedis);
      if (runs("engine") || runs("integration")) await step("proxies", ensureProxies);
    })(),
    (async () => {
      await step("sources", generateSources);
      await step("processes", () => buildProcesses());
      if (["e2e", "clone", "engine"].some(runs)) await step("pages", buildPages);
    })(),
  ]);
  const withDatabase = { TEST_DATABASE_URL: database.url };
  let panel = null;
  async function journeys(project) {
    panel ??= await startPanel();
    return runJourneys(panel, project);
  }
  // Tests of the engine and of hosted services wait for containers most of the time; the others need the processor. A
  // third lane makes them so slow that they fail.
  await Promise.all([
    (async () => {
      await suite("engine", () => vitest("engine", withDatabase));
      await suite("services", () => vitest("services", withDatabase));
      await suite("clone", freshClone);
    })(),
    (async () => {
      await suite("unit", () => vitest("unit", {}));
      await suite("integration", () => vitest("integration", withDatabase));
      await suite("components", () => vitest("components", {}));
      await suite("faults", () => vitest("faults", withDatabase));
    })(),
  ]);
  // Journeys measure times of the panel, or end its processes.
  for (const part of ["together", "alone"]) await suite("e2e", () => journeys(part), part);
} catch (error) {
  broken = true;
  totals.failed += 1;
  fail(error.stack ?? error.message);
} finally {
  for (const cleanup of cleanups.reverse()) await cleanup().catch((error) => fail(error.message));
  rmSync(scratch, { recursive: true, force: true });
}
for (const line of failures) say(`✖ ${line}`);
say(`${totals.passed} passed, ${totals.failed} failed`);
process.exit(totals.failed > 0 || broken ? 1 : 0);
