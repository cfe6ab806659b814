import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sql } from "@/lib/db/transaction";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { personalTables } from "./personal-tables";

/** The registry against the real schema: a new table that knows somebody fails here until it says what becomes of it. */
let environment: TestEnvironment;
beforeAll(async () => {
  environment = await openTestEnvironment();
});
afterAll(() => environment.close());

const names = personalTables.map(({ table }) => table);

/** Tables that look like it, by a column's name or their content, but have no personal data. */
const impersonalTables: Readonly<Record<string, string>> = {
  realtime_message: "Events in transit between processes, by ids; deleted after two minutes.",
};

/** How columns are called that say who somebody is. */
const tellingColumns =
  "(^|_)(user_id|actor_id|owner_id|member_id|account_hash|account|email|phone|ip|user_agent|recipient|requested_by|handled_by|created_by|invited_by|approved_by)$";

const findTables = async (schema = "public") =>
  (
    await sql().rows<{ table: string }>(
      `SELECT DISTINCT c.relname AS table FROM pg_class c
       JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = $1
       LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
       LEFT JOIN pg_constraint f ON f.conrelid = c.oid AND f.contype = 'f' AND f.confrelid = 'app_user'::regclass
       WHERE c.relkind IN ('r', 'p') AND (f.oid IS NOT NULL OR a.attname ~ $2) ORDER BY 1`,
      [schema, tellingColumns],
    )
  ).map(({ table }) => table);

describe("the registry of personal data", () => {
  test("names every table that points at people or has a column that does", async () => {
    const found = await findTables();
    expect(found.length).toBeGreaterThan(15);
    expect(found.filter((table) => !names.includes(table) && !Object.hasOwn(impersonalTables, table))).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
  });

  test("notices a table that somebody adds", async () => {
    await sql().run("CREATE TABLE planted_by_reference (id text, who text REFERENCES app_user(id))");
    await sql().run("CREATE TABLE planted_by_name (id text, approved_by text)");
    expect((await findTables()).filter((table) => !names.includes(table))).toEqual([
      "planted_by_name",
      "planted_by_reference",
    ]);
    await sql().run("DROP TABLE planted_by_reference, planted_by_name");
  });

  test("names only tables that exist", async () => {
    for (const table of [...names, ...Object.keys(impersonalTables)])
      expect(await sql().row("SELECT 1 FROM pg_class WHERE relname = $1", [table]), table).not.toBeNull();
  });

  test("says that a table goes by itself only where the database deletes its rows", async () => {
    const claimed = personalTables.filter(({ erase }) => "cascades" in erase).map(({ table }) => table);
    const rows = await sql().rows<{ table: string }>(
      `WITH RECURSIVE gone AS (SELECT 'app_user'::regclass::oid AS oid UNION
         SELECT f.conrelid FROM pg_constraint f JOIN gone g ON f.confrelid = g.oid WHERE f.contype = 'f' AND f.confdeltype = 'c')
       SELECT oid::regclass::text AS table FROM gone`,
    );
    const cascading = rows.map(({ table }) => table);
    expect(claimed.filter((table) => !cascading.includes(table))).toEqual([]);
  });
});
