import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "@playwright/test";
import { examplesOf } from "../scripts/docs/examples.mjs";

// Every call of docs/API_EXAMPLES.md against the running panel, in one shell, as a reader copies them. What an answer
// shows has to be in the real one, with the same types; the real one may have more.
const separator = "--- next example ---";

/** Paths of what is shown and is not there, or is of another type. */
function missing(shown: unknown, real: unknown, at = "answer"): string[] {
  if (Array.isArray(shown)) {
    if (!Array.isArray(real)) return [`${at} is no list`];
    return shown.flatMap((item, index) => missing(item, real[index], `${at}[${index}]`));
  }
  if (shown !== null && typeof shown === "object") {
    if (real === null || typeof real !== "object") return [`${at} is no object`];
    const fields: Record<string, unknown> = { ...real };
    return Object.entries(shown).flatMap(([name, value]) =>
      name in fields ? missing(value, fields[name], `${at}.${name}`) : [`${at}.${name} is missing`],
    );
  }
  if (typeof shown === "string" && /^[a-z_]+$/.test(shown) && shown !== real) return [`${at} is ${real}, not ${shown}`];
  return typeof shown === typeof real && (shown === null) === (real === null) ? [] : [`${at} is ${typeof real}`];
}

test("every call of the examples answers as the document shows", () => {
  const examples = examplesOf(readFileSync("docs/API_EXAMPLES.md", "utf8"));
  expect(examples.length).toBeGreaterThan(8);
  const env: NodeJS.ProcessEnv = { ...process.env, DATA_DIR: process.env.E2E_DATA_DIR, PANEL: process.env.E2E_URL };
  delete env.DATABASE_URL;
  const sh = (script: string) => execFileSync("sh", ["-euc", script], { env, encoding: "utf8", timeout: 45_000 });
  // The first example makes the token that the others use.
  const [first, ...others] = examples;
  const token: unknown = JSON.parse(sh(first?.script ?? ""));
  expect(missing(first?.answer, token)).toEqual([]);
  env.TOKEN = String(Object(token).token);
  const folder = mkdtempSync(path.join(tmpdir(), "lightnode-examples-"));
  try {
    const output = sh([`cd ${folder}`, ...others.map(({ script }) => script)].join(`\necho '${separator}'\n`));
    const answers = output.split(`${separator}\n`).slice(1);
    for (const [index, { line, answer }] of others.entries()) {
      if (answer === null) continue;
      expect(missing(answer, JSON.parse(answers[index] ?? "")), `docs/API_EXAMPLES.md:${line}`).toEqual([]);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
