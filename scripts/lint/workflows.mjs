// Files of .github/workflows: GitHub's schema, and rules of ours that keep a pull request from reaching secrets.
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { parse } from "yaml";
import { root } from "../setup/paths.mjs";

const { validateWorkflow } = createRequire(import.meta.url)("@action-validator/core");

/** Values that somebody else writes: in a script they would be run. */
const untrusted = /\$\{\{[^}]*\b(github\.event\.|github\.head_ref|inputs\.)/;

/** @param {string} text a workflow @returns {string[]} what is wrong with it */
export function problemsOf(text) {
  const schema = validateWorkflow(text).errors.map(({ title, detail, path: place }) =>
    [place, title, detail].filter(Boolean).join(" "),
  );
  const workflow = parse(text) ?? {};
  const problems = [...schema];
  const { contents, ...others } = workflow.permissions ?? {};
  if (contents !== "read" || Object.keys(others).length > 0)
    problems.push("permissions at the top are not contents: read");
  if ("pull_request_target" in Object(workflow.on))
    problems.push("pull_request_target runs with secrets on code of others");
  for (const [name, job] of Object.entries(workflow.jobs ?? {})) {
    if (!job["timeout-minutes"]) problems.push(`${name}: no timeout-minutes`);
    if (job.permissions === "write-all") problems.push(`${name}: has all permissions`);
    for (const step of job.steps ?? []) problems.push(...problemsOfStep(step).map((problem) => `${name}: ${problem}`));
  }
  return problems;
}

function problemsOfStep({ uses, run, with: options }) {
  const problems = [];
  if (uses && !uses.startsWith("./") && !/@[0-9a-f]{40}$/.test(uses))
    problems.push(`${uses} is not pinned to a commit`);
  if (uses?.startsWith("actions/checkout@") && options?.["persist-credentials"] !== false)
    problems.push("checkout keeps its token in the clone");
  if (run && untrusted.test(run)) problems.push("a script contains a value that others write: pass it in env");
  return problems;
}

/** @returns {{ checked: number, problems: string[] }} */
export function lintWorkflows(folder = path.join(root, ".github/workflows")) {
  const names = readdirSync(folder).filter((name) => /\.ya?ml$/.test(name));
  const problems = names.flatMap((name) =>
    problemsOf(readFileSync(path.join(folder, name), "utf8")).map((problem) => `${name}: ${problem}`),
  );
  return { checked: names.length, problems };
}
