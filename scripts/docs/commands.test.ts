import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it } from "vitest";
import { commandsOf, documentedCommands } from "./commands.mjs";

// Every command of the documents is run: here when it needs no panel, else by the test that is named with the text in it.

function inScratch(command: string): void {
  const folder = mkdtempSync(path.join(tmpdir(), "lightnode-docs-"));
  try {
    execFileSync("sh", ["-ec", command], { cwd: folder, stdio: "pipe" });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Run here, to their end. */
const runHere: [RegExp, (command: string) => void][] = [
  [/^npm run cli -- .*--help$/, (command) => void execFileSync("sh", ["-c", command], { stdio: "pipe" })],
  [/^echo "\w+=.*>> \.env$/, inScratch],
  [/^docker (ps|system df)/, inScratch],
  [/^openssl req /, inScratch],
  [/^npm run release-notes$/, (command) => void execFileSync("sh", ["-c", command], { stdio: "pipe" })],
  [
    /^POSTGRES_PASSWORD=example docker-compose config$/,
    (command) => void execFileSync("sh", ["-c", command], { stdio: "pipe" }),
  ],
  [
    /^npx vitest run --project unit (\S+)$/,
    (command) => expect(existsSync(command.split(" ").at(-1) ?? "")).toBe(true),
  ],
];

/** Run by another test: where, and what shows it. */
const runElsewhere: [RegExp, string, string][] = [
  [/^npm start$/, "scripts/setup/fresh-clone.mjs", 'spawn("npm", ["start"]'],
  [/^git clone /, "scripts/setup/fresh-clone.mjs", '["clone", "--quiet"'],
  [/^npm start -- --only /, "lib/bootstrap/scale-out.integration.test.ts", "--only"],
  [/^npm test$/, ".ci/run", "npm test --silent"],
  [/^npm run upgrade/, "scripts/setup/upgrade-journey.mjs", "upgrade"],
  [/scripts\/image\/assemble\.mjs/, "scripts/image/image.integration.test.ts", '"scripts/image/assemble.mjs"'],
  [/npx vitest run --project integration /, "scripts/test.mjs", '"integration"'],
  [/npx playwright test /, "scripts/test.mjs", 'bin("playwright")'],
  [/^npm run restart/, "scripts/setup/upgrade-journey.mjs", "restart"],
  [/^npm run doctor$/, "scripts/image/image.integration.test.ts", '"scripts/cli.mjs", "doctor"'],
  [/^npm run cli -- health$/, "scripts/image/image.integration.test.ts", '"scripts/cli.mjs", "health"'],
  [/^curl -fsS \S+\/api\/health\/ready$/, "scripts/image/image.integration.test.ts", "/api/health/ready"],
  [
    /^psql -c 'CREATE DATABASE lightnode_template/,
    "lib/testing/hosted/tenant-server.ts",
    "CREATE DATABASE lightnode_template",
  ],
  [
    /^psql -f games\/postgresql\/template\.sql /,
    "lib/testing/hosted/tenant-server.ts",
    "games/postgresql/template.sql",
  ],
  [/^npm run check -- migrations$/, "scripts/lint/lint.test.ts", "await lintMigrations()"],
  [/npm run cli -- provider (add|list|test)/, "lib/bootstrap/cli-hosted.integration.test.ts", '"provider"'],
  [/^npm run cli -- audit verify$/, "lib/bootstrap/cli-secrets.integration.test.ts", '"audit", "verify"'],
  [/^npm run cli -- node list$/, "lib/bootstrap/cli.integration.test.ts", '"node", "list"'],
  [/^npm run cli -- encryption status$/, "lib/bootstrap/cli-secrets.integration.test.ts", '"encryption", "status"'],
  [/^npm run cli -- db /, "lib/bootstrap/cli-hosted.integration.test.ts", '"db"'],
];

it("reads commands from blocks of sh: comments, continued lines, pipes, and blocks that are not run", () => {
  const text =
    "```sh\nnpm start   # why\na \\\n  b\necho 1\n  | cat\n```\n```sh not-run\nrm x\n```\n```json\n{}\n```\n";
  expect(commandsOf(text).map(({ command, isRun }) => [command, isRun])).toEqual([
    ["npm start", true],
    ["a b", true],
    ["echo 1 | cat", true],
    ["rm x", false],
  ]);
});

it("every command of the documents is run by a test, or its block says not-run", () => {
  const commands = documentedCommands();
  const problems: string[] = [];
  for (const { file, line, command, isRun, isExample } of commands.filter((one) => one.isRun)) {
    const here = runHere.find(([form]) => form.test(command));
    if (isExample) continue;
    const elsewhere = runElsewhere.find(([form]) => form.test(command));
    if (here) here[1](command);
    else if (!elsewhere) problems.push(`${file}:${line}: no test runs \`${command}\``);
    else if (!readFileSync(elsewhere[1], "utf8").includes(elsewhere[2]))
      problems.push(`${elsewhere[1]}: no ${elsewhere[2]}`);
    expect(isRun).toBe(true);
  }
  const run = commands.filter((one) => one.isRun).length - problems.length;
  process.stdout.write(`commands in documents: ${commands.length}, run by tests: ${run}\n`);
  expect(problems).toEqual([]);
  expect(readFileSync("e2e/api-examples.spec.ts", "utf8")).toContain('"docs/API_EXAMPLES.md"');
  expect(new Set(commands.filter((one) => one.isExample).map(({ file }) => file))).toEqual(
    new Set(["docs/API_EXAMPLES.md"]),
  );
  expect(run / commands.length).toBeGreaterThanOrEqual(0.8);
}, 60_000);
