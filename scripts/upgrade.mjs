// `npm run upgrade`: changes the running panel over to another release: pre-flight, backup, build in a folder of its
// own, migrations, new processes, and back to the former release by itself when the new one does not work.
import { rmSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { askPanel } from "./panel/control.mjs";
import { commitOf, forgetRelease, readRelease, versionOf, writeRelease } from "./panel/release.mjs";
import { dataDirectory, loadEnvFile } from "./setup/environment.mjs";
import { root as clone } from "./setup/paths.mjs";
import { failOnce, say, step } from "./setup/report.mjs";
import { run } from "./setup/run.mjs";
import {
  chooseRef,
  extractCommit,
  folderOf,
  removeOldReleases,
  takeAlong,
  versionAt,
} from "./upgrade/fetch-release.mjs";
import { checkDisk, checkMigrations, checkVersion, readFacts } from "./upgrade/pre-flight.mjs";

const usage = `npm run upgrade -- [--to TAG|COMMIT] [--check] [--back] [--without-backup]
  --to              the release; without it the newest version tag of the repository
  --check           only say what would be done, and whether it can be
  --back            the former release again
  --without-backup  no backup before it (not advised)`;

loadEnvFile();
const dataDir = dataDirectory();
process.env.DATA_DIR = dataDir;

/** What runs now: the release of the last upgrade, or this clone. */
function currentRelease() {
  const release = readRelease(dataDir);
  return release ? { root: release.root, version: release.version } : { root: clone, version: versionOf(clone) };
}

/** The processes of the running panel, or null when it is stopped: then the next `npm start` runs the release. */
const runningPanel = () => askPanel(dataDir, { command: "status" }).catch(() => null);

const inRelease = (root, script, ...args) => run(process.execPath, [path.join(root, script), ...args], { cwd: root });

async function activate(to, former) {
  if (await runningPanel()) {
    await askPanel(dataDir, { command: "activate", root: to.root }, (line) => say(`  ${line}`));
  } else say("  no panel is running: the release runs at the next `npm start`");
  if (to.root === clone) forgetRelease(dataDir);
  else {
    const activatedAt = new Date().toISOString();
    writeRelease(dataDir, { ...to, clone, cloneCommit: commitOf(clone), activatedAt, previous: former });
  }
  return `${former.version} → ${to.version}`;
}

async function goBack() {
  const { previous } = readRelease(dataDir) ?? {};
  if (!previous) throw new Error("there is no former release to go back to");
  const current = currentRelease();
  await step("back", () => activate(previous, current));
}

async function upgrade({ to: wanted, check, "without-backup": isWithoutBackup }) {
  const current = currentRelease();
  const { ref, commit } = chooseRef(clone, wanted);
  const version = versionAt(clone, commit);
  const target = { root: folderOf(dataDir, version, commit), version };
  if (target.root === current.root) return say(`release ${version} (${ref}) runs already`);
  say(`${current.version} → ${version} (${ref}, ${commit.slice(0, 12)})`);
  await step("pre-flight", async () => {
    checkVersion(current.version, version);
    const facts = await readFacts(current.root);
    checkDisk(dataDir, facts.databaseBytes);
    checkMigrations(facts.migrations, clone, commit);
    return facts.unfinishedRuns > 0
      ? `${facts.unfinishedRuns} runs in progress go on in the new worker`
      : "nothing is in the way";
  });
  if (check) return say("the upgrade can be done; nothing was changed");
  await step("release", async () => {
    extractCommit(clone, commit, target.root);
    takeAlong(current.root, target.root);
    return target.root;
  });
  await step("build", () => inRelease(target.root, "scripts/build.mjs").then(() => "built"));
  if (!isWithoutBackup) await step("backup", () => inRelease(current.root, "scripts/cli.mjs", "backup", "create"));
  await step("change", () => activate(target, current)).catch((error) => {
    rmSync(target.root, { recursive: true, force: true });
    throw error;
  });
  await step("clean-up", async () => {
    const removed = removeOldReleases(dataDir, [target.root, current.root]);
    return removed.length > 0 ? `removed ${removed.length} older releases` : "nothing to remove";
  });
  say(`release ${version} runs. \`npm run upgrade -- --back\` returns to ${current.version}.`);
}

try {
  const { values } = parseArgs({
    options: {
      to: { type: "string" },
      check: { type: "boolean" },
      back: { type: "boolean" },
      "without-backup": { type: "boolean" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) say(usage);
  else if (values.back) await goBack();
  else await upgrade(values);
} catch (error) {
  failOnce(error);
  process.exitCode = 1;
}
