import { describe, expect, it } from "vitest";
import { problemsOf as dockerfileProblems, lintDockerfile } from "./dockerfile.mjs";
import { lintMigrations, problemsOf as migrationProblems } from "./migrations.mjs";
import { lintWorkflows, problemsOf as workflowProblems } from "./workflows.mjs";

const migration = { name: "20270101000000_b", known: ["20261231000000_a", "20270101000000_b"] };

describe("migrations", () => {
  it.each([
    ["ALTER TABLE a DROP COLUMN b", "drops a column: a.b"],
    ["ALTER TABLE a ALTER COLUMN b TYPE text", "changes the type of a column: a.b"],
    ["ALTER TABLE a ALTER COLUMN b SET NOT NULL", "makes a column NOT NULL: a.b"],
    ["ALTER TABLE a ADD COLUMN b int NOT NULL", "adds a NOT NULL column without a default: a.b"],
    ["ALTER TABLE a RENAME COLUMN b TO c", "renames b"],
    ["DROP TABLE a", "drops a table"],
  ])("%s is refused", async (sql, problem) => {
    expect(await migrationProblems(sql, migration)).toEqual([problem]);
    expect(await migrationProblems(`-- contract: since 20261231000000_a\n${sql}`, migration)).toEqual([]);
  });

  it.each([
    "ALTER TABLE a ADD COLUMN b int",
    "ALTER TABLE a ADD COLUMN b int NOT NULL DEFAULT 0",
    "CREATE TABLE a (b int); ALTER TABLE a ALTER COLUMN b SET NOT NULL",
    "CREATE INDEX i ON a (b)",
  ])("%s is accepted", async (sql) => {
    expect(await migrationProblems(sql, migration)).toEqual([]);
  });

  it("a contract names an older migration", async () => {
    const of = (since: string) => migrationProblems(`-- contract: since ${since}\nDROP TABLE a`, migration);
    expect(await of("20261230000000_x")).toEqual(["there is no migration 20261230000000_x"]);
    expect(await of("20270101000000_b")).toEqual(["20270101000000_b is not older"]);
  });
});

const workflow = (steps: string, top = "permissions: { contents: read }") =>
  `on: push\n${top}\njobs:\n  one:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 5\n    steps:\n      ${steps}\n`;

describe("workflows", () => {
  it.each([
    ["- uses: actions/setup-node@v7", /not pinned/],
    [`- uses: actions/checkout@${"0".repeat(40)}`, /keeps its token/],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of GitHub
    ["- run: echo ${{ github.event.pull_request.title }}", /value that others write/],
    ["- walk: fast", /jobs\/one/],
  ])("%s is refused", (step, problem) => {
    expect(workflowProblems(workflow(step)).join("\n")).toMatch(problem);
  });

  it("more rights than reading are refused", () => {
    expect(workflowProblems(workflow("- run: echo"))).toEqual([]);
    expect(workflowProblems(workflow("- run: echo", "permissions: { contents: write }")).join()).toMatch(/permissions/);
    expect(workflowProblems(workflow("- run: echo", "")).join()).toMatch(/permissions/);
  });
});

describe("Dockerfile", () => {
  it.each([
    ["FROM node\nUSER 1\nHEALTHCHECK CMD true", /no exact version/],
    ["FROM scratch\nHEALTHCHECK CMD true", /as root/],
    ["FROM scratch\nUSER 1", /no HEALTHCHECK/],
    ["FROM scratch\nUSER 1\nHEALTHCHECK CMD true\nENV API_TOKEN=abc", /a secret/],
    ["FROM scratch\nUSER 1\nHEALTHCHECK CMD true\nCMD node x", /a shell/],
  ])("%j is refused", (text, problem) => {
    expect(dockerfileProblems(text).join("\n")).toMatch(problem);
  });
});

it("this project keeps to them", async () => {
  for (const { checked, problems } of [await lintMigrations(), lintWorkflows(), lintDockerfile()]) {
    expect(problems).toEqual([]);
    expect(checked).toBeGreaterThan(0);
  }
});
