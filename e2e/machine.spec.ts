import { execFileSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import { expect, test } from "@playwright/test";
import pg from "pg";
import { panelUrl } from "../scripts/setup/postgres.mjs";

// The result of `npm start` on the machine: files readable by their owner only, and a database role with no more rights
// than it needs.
const dataDir = process.env.E2E_DATA_DIR ?? "";
const secretsFile = path.join(dataDir, "secrets.json");

test("the data folder and its secrets are readable by their owner only", () => {
  expect((statSync(dataDir).mode & 0o777).toString(8)).toBe("700");
  expect((statSync(secretsFile).mode & 0o777).toString(8)).toBe("600");
});

test("the panel's database role is no superuser, and all its processes use it", async () => {
  const { POSTGRES_PANEL_PASSWORD } = JSON.parse(readFileSync(secretsFile, "utf8"));
  const port = Number(readFileSync(path.join(dataDir, "postgres.port"), "utf8"));
  const client = new pg.Client({ connectionString: panelUrl(POSTGRES_PANEL_PASSWORD, port) });
  await client.connect();
  try {
    const { rows } = await client.query(
      `SELECT rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls FROM pg_roles WHERE rolname = current_user`,
    );
    expect(rows).toEqual([
      { rolsuper: false, rolcreaterole: false, rolcreatedb: false, rolreplication: false, rolbypassrls: false },
    ]);
    await expect(client.query("COPY (SELECT 1) TO PROGRAM 'true'")).rejects.toMatchObject({ code: "42501" });
    // The running panel uses it, and nothing else.
    const used = await client.query(
      "SELECT DISTINCT usename FROM pg_stat_activity WHERE application_name LIKE 'lightnode%' AND datname = 'lightnode'",
    );
    expect(used.rows).toEqual([{ usename: "lightnode_panel" }]);
  } finally {
    await client.end();
  }
});

test("the command line works on the database of the running panel", () => {
  const env: NodeJS.ProcessEnv = { ...process.env, DATA_DIR: dataDir };
  delete env.DATABASE_URL;
  const output = execFileSync(process.execPath, ["scripts/cli.mjs", "user", "list", "--json"], {
    env,
    encoding: "utf8",
  });
  expect(output).toContain("admin@example.net");
});
