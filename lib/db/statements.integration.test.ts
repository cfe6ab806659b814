import { readdirSync } from "node:fs";
import path from "node:path";
import { Client, type Connection, type Submittable } from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createLogger } from "@/lib/core/log";
import { closeJobQueue, scheduledJobs } from "@/lib/jobs/job-queue";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { Statement, statement } from "./statement";

/** Asks PostgreSQL for the columns of a statement without running it (Parse and Describe of its protocol). */
class Description implements Submittable {
  readonly #text: string;
  readonly #answer = Promise.withResolvers<{ name: string; dataTypeID: number }[]>();
  #fields: { name: string; dataTypeID: number }[] = [];

  constructor(text: string) {
    this.#text = text;
  }
  get columns() {
    return this.#answer.promise;
  }
  submit(connection: Connection): void {
    connection.parse({ name: "", text: this.#text, types: [] }, true);
    connection.describe({ type: "S", name: "" }, true);
    connection.sync();
  }
  handleRowDescription(message: { fields: { name: string; dataTypeID: number }[] }): void {
    this.#fields = message.fields;
  }
  handleError(error: Error): void {
    this.#answer.reject(error);
  }
  handleReadyForQuery(): void {
    this.#answer.resolve(this.#fields);
  }
}

/** What these make is exported, and prepared, by the files that use them. */
const kinds = ["db/statement-kinds.sql.ts", "db/personal-table.sql.ts"];
const files = readdirSync("lib", { recursive: true, encoding: "utf8" }).filter(
  // Those of `*.remote.sql.ts` are for other databases than the panel's: the tests of their module run each of them.
  (file) => file.endsWith(".sql.ts") && !file.endsWith(".remote.sql.ts") && !kinds.includes(file),
);

/** Each statement of a module, also those that it keeps in lists and objects. */
function statementsIn(name: string, value: unknown): [string, Statement<unknown>][] {
  if (value instanceof Statement) return [[name, value]];
  if (typeof value === "function") throw new Error(`${name} is a function: its statements cannot be seen here`);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => statementsIn(`${name}.${key}`, item));
}

let environment: TestEnvironment;
let client: Client;
const typeNames = new Map<number, string>();

beforeAll(async () => {
  environment = await openTestEnvironment();
  // pg-boss makes its tables itself.
  await scheduledJobs(createLogger("test", "silent"));
  await closeJobQueue();
  client = new Client({ connectionString: environment.databaseUrl });
  await client.connect();
  const { rows } = await client.query<{ oid: number; name: string }>(
    `SELECT t.oid::int, CASE WHEN t.typcategory = 'A' THEN e.typname || '[]' ELSE t.typname END AS name
     FROM pg_type t LEFT JOIN pg_type e ON e.oid = t.typelem`,
  );
  for (const { oid, name } of rows) typeNames.set(oid, name);
});
afterAll(async () => {
  await client.end();
  await environment.close();
});

/** What a statement's columns are, as it would declare them, without whether they may be null. */
async function describeColumns(text: string): Promise<Record<string, string>> {
  const description = client.query(new Description(text));
  const columns = await description.columns;
  return Object.fromEntries(columns.map(({ name, dataTypeID }) => [name, typeNames.get(dataTypeID) ?? "unknown"]));
}

const withoutNull = (columns: Statement<unknown>["columns"]) =>
  Object.fromEntries(Object.entries(columns ?? {}).map(([name, type]) => [name, type.replace(/\?$/, "")]));

it("finds the statements", () => {
  expect(files.length).toBeGreaterThan(0);
});

it.each(files)("every statement of %s can be prepared and returns the columns it declares", async (file) => {
  const module: object = await import(path.join(process.cwd(), "lib", file));
  const found = Object.entries(module).flatMap(([name, value]) => statementsIn(name, value));
  expect(found.length).toBeGreaterThan(0);
  for (const [name, { text, columns, reason }] of found) {
    expect(reason.length, `${name} has no reason`).toBeGreaterThan(10);
    const actual = await describeColumns(text).catch((error: unknown) => ({ error: String(error) }));
    if (columns === null) expect(actual, name).not.toHaveProperty("error");
    else expect(actual, name).toEqual(withoutNull(columns));
  }
});

it("finds a renamed column, a wrong type and a missing column", async () => {
  const [reason, columns] = ["planted", { id: "text", created_at: "timestamptz?" } as const];
  const right = statement({ reason, text: "SELECT id, created_at FROM region WHERE id = $1", columns });
  expect(await describeColumns(right.text)).toEqual(withoutNull(right.columns));
  const wrong = [
    "SELECT id, created_at::text FROM region",
    "SELECT id FROM region",
    "SELECT name, created_at FROM region",
  ];
  for (const text of wrong) {
    expect(await describeColumns(text)).not.toEqual(withoutNull(statement({ reason, text, columns }).columns));
  }
  await expect(describeColumns("SELECT idd FROM region")).rejects.toThrow(/idd/);
});
