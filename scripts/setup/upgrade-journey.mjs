import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { Agent, get } from "node:http";
import path from "node:path";
import { run } from "./run.mjs";

const callers = 50;

/**
 * What an administrator does with a running panel: `npm run restart`, an upgrade, two upgrades that fail, and the way
 * back, while 50 callers use it. The former release's processes work on the new schema meanwhile.
 * @returns {Promise<{ name: string, ok: boolean, detail: string }[]>}
 */
export async function checkUpgrades(clone, env) {
  makeReleases(clone);
  const calls = startCalls(env.PORT);
  const npm = (...args) =>
    run("npm", ["run", "--silent", ...args], { cwd: clone, env }).then(
      (output) => ({ ok: true, output }),
      (error) => ({ ok: false, output: error.output ?? error.message }),
    );
  const version = async () => (await npm("restart", "--", "--status")).output.split("\n")[0];
  const checks = [];
  const check = (name, ok, detail) => checks.push({ name, ok, detail });

  const restarted = await npm("restart");
  check("npm run restart replaces the processes", restarted.ok, restarted.output);
  const upgraded = await npm("upgrade", "--", "--to", "v999.0.1");
  check(
    "an upgrade changes over to the release",
    upgraded.ok && (await version()).includes("999.0.1"),
    upgraded.output,
  );
  const failing = await npm("upgrade", "--", "--to", "v999.0.2");
  const isAsBefore = (await version()).includes("999.0.1") && /nothing was changed/.test(failing.output);
  check("a release whose migration fails changes nothing", !failing.ok && isAsBefore, failing.output);
  const broken = await npm("upgrade", "--", "--to", "v999.0.3", "--without-backup");
  const isFormer = (await version()).includes("999.0.1") && /former release runs again/.test(broken.output);
  check("a release whose web process ends is given up", !broken.ok && isFormer, broken.output);
  const back = await npm("upgrade", "--", "--back");
  const isBack = !(await version()).includes("999.") && !existsSync(path.join(env.DATA_DIR, "release.json"));
  check("npm run upgrade -- --back returns to the former release", back.ok && isBack, back.output);
  const { answers, failures } = await calls.end();
  check(
    `no request of ${callers} callers failed`,
    answers > 1_000 && failures.size === 0,
    `${answers} answers, ${JSON.stringify([...failures])}`,
  );
  return checks;
}

/** Three releases of the clone: a good one, one whose migration fails, and one whose web process does not start. */
function makeReleases(clone) {
  const git = (...args) =>
    execFileSync("git", ["-c", "user.name=Test", "-c", "user.email=test@example.net", ...args], { cwd: clone });
  const edit = (file, change) => {
    const full = path.join(clone, file);
    writeFileSync(full, change(readFileSync(full, "utf8")));
  };
  const migration = (name, text) => {
    const folder = path.join(clone, "prisma/migrations", name);
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, "migration.sql"), text);
  };
  const release = (number) => {
    edit("package.json", (text) => text.replace(/"version": "[^"]+"/, `"version": "999.0.${number}"`));
    git("add", "--all");
    git("commit", "--quiet", "--message", `release ${number}`);
    git("tag", `v999.0.${number}`);
  };
  const start = execFileSync("git", ["rev-parse", "--abbrev-ref", "HEAD"], { cwd: clone, encoding: "utf8" }).trim();
  git("checkout", "--quiet", "-b", "releases");
  migration("29990101000000_probe", "CREATE TABLE upgrade_probe (id int PRIMARY KEY);\n");
  release(1);
  migration("29990101000001_fails", "CREATE TABLE upgrade_probe (id int);\n");
  release(2);
  git("rm", "-r", "--quiet", "prisma/migrations/29990101000001_fails");
  edit("scripts/panel/processes.mjs", (text) => text.replace("--max-semi-space-size=4", "--no-such-option"));
  release(3);
  git("checkout", "--quiet", start === "HEAD" ? "--detach" : start, ...(start === "HEAD" ? ["HEAD~3"] : []));
}

/** Callers with connections that stay open, as browsers have. A failure is anything but 200. */
function startCalls(port) {
  const agent = new Agent({ keepAlive: true, maxSockets: callers });
  const failures = new Map();
  let answers = 0;
  let calling = true;
  const fail = (reason) => failures.set(reason, (failures.get(reason) ?? 0) + 1);
  const call = () =>
    new Promise((resolve) => {
      const request = get({ host: "127.0.0.1", port, path: "/api/health/ready", agent }, (response) => {
        response.resume();
        response.on("end", () => {
          if (response.statusCode === 200) answers++;
          else fail(`status ${response.statusCode}`);
          resolve();
        });
      });
      request.on("error", (error) => {
        fail(error.message);
        resolve();
      });
    });
  const loops = Array.from({ length: callers }, async () => {
    while (calling) {
      await call();
      await new Promise((resolve) => setTimeout(resolve, 100 + Math.random() * 400));
    }
  });
  return {
    async end() {
      calling = false;
      await Promise.all(loops);
      agent.destroy();
      return { answers, failures };
    },
  };
}
