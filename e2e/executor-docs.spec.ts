import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { expect, test } from "@playwright/test";
import { call, newPerson } from "./people";

/** Each example of docs/EXECUTOR_API.md, unchanged and in order, against the real panel. */
const run = promisify(execFile);
const text = readFileSync(path.join(import.meta.dirname, "../docs/EXECUTOR_API.md"), "utf8");
const examples = [...text.matchAll(/^```(bash|ts)\n(.*?)^```$/gms)].map(([, language = "", code = ""]) => ({
  language,
  code,
}));

test("every example of the executor API's page runs unchanged", async ({ browser, baseURL }) => {
  expect(examples.length).toBeGreaterThanOrEqual(7);
  const { page } = await newPerson(browser, "Reader");
  const made = await (await call(page, "POST", "/api/executors", { name: "Shop" })).json();
  const scopes = ["executor.read", "executor.command"];
  const token = await (await call(page, "POST", "/api/account/tokens", { name: "Docs", scopes })).json();
  const directory = mkdtempSync(path.join(tmpdir(), "lightnode-docs-"));
  const env: NodeJS.ProcessEnv = {
    NODE_ENV: "test",
    PATH: process.env.PATH,
    PANEL: baseURL,
    API_KEY: made.key,
    API_SECRET: made.secret,
    EXECUTOR_ID: made.id,
    TOKEN: token.token,
  };
  try {
    const outputs: string[] = [];
    for (const [index, { language, code }] of examples.entries()) {
      const file = path.join(directory, `${index}.${language === "ts" ? "mts" : "sh"}`);
      writeFileSync(file, code);
      const [command, ...args] =
        language === "ts" ? [process.execPath, "--experimental-strip-types", file] : ["bash", "-euo", "pipefail", file];
      const { stdout } = await run(command ?? "", args, { env, timeout: 20_000 });
      outputs.push(stdout);
    }
    expect(outputs.join("\n")).toContain('"success":true');
    expect(outputs.join("\n")).toContain("ping done");
    expect(outputs.join("\n")).not.toContain(made.secret);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});
