// `npm run mutate [words]`: puts one fault at a time into a copy of the project and runs the tests that must fail.
// Prints the faults that no test noticed; not part of CI. Needs what `npm test` needs.
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { mutants } from "./mutants.mjs";
import { buildProcesses } from "./setup/build.mjs";
import { ensureEngine } from "./setup/docker.mjs";
import { generatedFolders, generateSources } from "./setup/generate.mjs";
import { ensurePackages } from "./setup/packages.mjs";
import { bin, node, root } from "./setup/paths.mjs";
import { startPostgres } from "./setup/postgres.mjs";
import { fail, say } from "./setup/report.mjs";

const words = process.argv.slice(2).join(" ");
const chosen = mutants.filter(({ name, file }) => `${name} ${file}`.includes(words));
const scratch = mkdtempSync(path.join(tmpdir(), "lightnode-mutate-"));
const copy = path.join(scratch, "project");

/** The files that git knows, as they are in the working tree, beside the packages of this checkout. */
function copyProject() {
  const files = execFileSync("git", ["ls-files", "-z"], { cwd: root, encoding: "utf8" });
  execFileSync("tar", ["--null", "-T", "-", "-cf", path.join(scratch, "project.tar")], { cwd: root, input: files });
  execFileSync("mkdir", ["-p", copy]);
  execFileSync("tar", ["-xf", path.join(scratch, "project.tar"), "-C", copy]);
  for (const folder of ["node_modules", "dist", ...generatedFolders])
    symlinkSync(path.join(root, folder), path.join(copy, folder));
}

/**
 * Whether the tests pass; a file filter that matches no test counts as passed, so that a wrong one shows as a survivor.
 */
function passes({ project, files }, env) {
  return new Promise((resolve) => {
    const projects = project === "integration" ? ["integration", "engine"] : [project];
    const selected = projects.flatMap((name) => ["--project", name]);
    const args = [bin("vitest"), "run", ...selected, "--bail=1", "--passWithNoTests", ...files];
    const child = spawn(node, args, { cwd: copy, env: { ...process.env, ...env }, stdio: "ignore" });
    child.on("close", (code) => resolve(code === 0));
  });
}

/** The file with the fault in it; throws when the place is not there exactly once. */
function faulty(text, { name, file, find, replace }) {
  const places = text.split(find).length - 1;
  if (places !== 1) throw new Error(`${name}: ${places} places in ${file} match; update scripts/mutants.mjs`);
  return text.replace(find, () => replace);
}

const survivors = [];
let database;
try {
  await ensurePackages();
  await generateSources();
  await buildProcesses();
  await ensureEngine(scratch);
  database = await startPostgres({ directory: scratch, password: "test", settings: ["fsync=off"] });
  copyProject();
  for (const mutant of chosen) {
    const file = path.join(copy, mutant.file);
    const original = readFileSync(file, "utf8");
    writeFileSync(file, faulty(original, mutant));
    const survived = await passes(mutant.tests, { TEST_DATABASE_URL: database.url });
    writeFileSync(file, original);
    say(`${survived ? "survived" : "killed  "}  ${mutant.name} (${mutant.file})`);
    if (survived) survivors.push(mutant.name);
  }
} catch (error) {
  fail(error.message);
  survivors.push(error.message);
} finally {
  await database?.stop();
  rmSync(scratch, { recursive: true, force: true });
}
say(`${chosen.length} mutants, ${survivors.length} survived`);
process.exitCode = survivors.length > 0 ? 1 : 0;
