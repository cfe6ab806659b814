import { randomBytes } from "node:crypto";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { adminQuery, testServerUrl } from "@/lib/testing/environment";
import { schemaSql } from "@/scripts/schema-sql.mjs";
import { migrate } from "./migrate";

/**
 * prisma/schema and prisma/migrations say the same. Prisma knows no unlogged tables, triggers, functions or check
 * constraints; those exist in the migrations alone and are not compared.
 */
const queries = {
  columns: `SELECT c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
              || CASE WHEN a.attnotnull THEN ' not null' ELSE '' END
              || coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '') || coalesce(' identity ' || nullif(a.attidentity::text, ''), '') AS line
            FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
            LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
            WHERE c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped`,
  indexes: `SELECT replace(pg_get_indexdef(i.indexrelid), ' ON ONLY ', ' ON ') AS line FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid WHERE true`,
  keys: `SELECT c.relname || ' ' || k.conname || ' ' || pg_get_constraintdef(k.oid) AS line
         FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid WHERE k.contype IN ('p', 'f', 'u')`,
  enums: `SELECT c.typname || ' ' || string_agg(e.enumlabel, ', ' ORDER BY e.enumsortorder) AS line
          FROM pg_enum e JOIN pg_type c ON c.oid = e.enumtypid WHERE true`,
} as const;

const namespaceOf = {
  columns: "c.relnamespace",
  indexes: "c.relnamespace",
  keys: "c.relnamespace",
  enums: "c.typnamespace",
};
type Part = keyof typeof queries;
type Catalog = Record<Part, string[]>;

async function readCatalog(client: Client): Promise<Catalog> {
  const catalog: Catalog = { columns: [], indexes: [], keys: [], enums: [] };
  for (const part of Object.keys(queries) as Part[]) {
    const own = `AND ${namespaceOf[part]} = 'public'::regnamespace`;
    const notPrismas = part === "enums" ? "GROUP BY c.typname" : "AND c.relname <> '_prisma_migrations'";
    const { rows } = await client.query<{ line: string }>(`${queries[part]} ${own} ${notPrismas}`);
    catalog[part] = rows.map(({ line }) => line).sort();
  }
  return catalog;
}

const names = { migrated: `test_${randomBytes(6).toString("hex")}`, drawn: `test_${randomBytes(6).toString("hex")}` };

function urlOf(name: string): string {
  const url = new URL(testServerUrl());
  url.pathname = `/${name}`;
  return url.toString();
}

/** The catalog of a new database once `fill` has made its tables. */
async function catalogAfter(name: string, fill: (client: Client) => Promise<unknown>): Promise<Catalog> {
  await adminQuery(`CREATE DATABASE ${name}`);
  const client = new Client({ connectionString: urlOf(name) });
  await client.connect();
  try {
    await fill(client);
    return await readCatalog(client);
  } finally {
    await client.end();
  }
}

let migrated: Catalog;
let drawn: Catalog;

beforeAll(async () => {
  migrated = await catalogAfter(names.migrated, () => migrate(urlOf(names.migrated), "prisma/migrations"));
  const text = await schemaSql(testServerUrl());
  drawn = await catalogAfter(names.drawn, (client) => client.query(text));
});
afterAll(async () => {
  for (const name of Object.values(names)) await adminQuery(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
});

describe("the migrations", () => {
  it.each(Object.keys(queries) as Part[])("make the %s that prisma/schema draws", (part) => {
    expect(migrated[part].length).toBeGreaterThan(3);
    expect(migrated[part]).toEqual(drawn[part]);
  });

  it("are applied once by concurrent processes", async () => {
    const again = await Promise.all([1, 2, 3].map(() => migrate(urlOf(names.migrated), "prisma/migrations")));
    expect(again).toEqual([[], [], []]);
  });
});
