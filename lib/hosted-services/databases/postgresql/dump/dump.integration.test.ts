import { afterAll, beforeAll, expect, it } from "vitest";
import { query, TenantServer } from "@/lib/testing/hosted/tenant-server";
import { PostgresqlDatabases } from "../postgresql-databases";
import { runDump } from "./run-dump";

const server = new TenantServer();
let databases: PostgresqlDatabases;
const signal = AbortSignal.timeout(120_000);
const refs = { from: { name: "d_from", marker: "dbs_from" }, to: { name: "d_to", marker: "dbs_to" } };
const specOf = (name: string) => ({
  role: name.replace("d_", "r_"),
  password: "secret-secret",
  connectionLimit: 5,
  canLogin: true,
  isReadOnly: false,
  extensions: ["hstore"],
  allowedNetworks: [],
  reader: null,
  endSessionsAt: null,
  restoreFrom: null,
});
const urlOf = (name: string) => {
  const url = new URL(server.url);
  return Object.assign(url, {
    username: name.replace("d_", "r_"),
    password: "secret-secret",
    pathname: name,
  }).toString();
};

beforeAll(async () => {
  await server.start();
  databases = new PostgresqlDatabases(server.connection());
  for (const ref of Object.values(refs)) await databases.ensure(ref, specOf(ref.name), signal);
});
afterAll(async () => {
  await databases.close();
  await server.dispose();
});

async function dumpOf(ref: { name: string; marker: string }): Promise<Buffer> {
  return databases.dump(ref, signal, async (content) => {
    const parts: Buffer[] = [];
    for await (const part of content) parts.push(Buffer.from(part));
    return Buffer.concat(parts);
  });
}

async function* chunksOf(bytes: Buffer | string, size = 4096) {
  const all = Buffer.from(bytes);
  for (let at = 0; at < all.length; at += size) yield all.subarray(at, at + size);
}

const content = `
  CREATE SCHEMA "Odd; schema";
  CREATE TABLE "Odd; schema"."Odd 'table'" (id bigserial PRIMARY KEY, h hstore, t text, twice int GENERATED ALWAYS AS (1 + 1) STORED);
  INSERT INTO "Odd; schema"."Odd 'table'" (h, t) SELECT 'a=>1', E'tab\\there \\\\. \\n\\\\.\\nü ' || i FROM generate_series(1, 20000) i;
  CREATE TABLE child (parent bigint REFERENCES "Odd; schema"."Odd 'table'" ON DELETE CASCADE);
  INSERT INTO child VALUES (1), (2), (NULL);
  CREATE SEQUENCE used; SELECT nextval('used'), nextval('used');
  CREATE SEQUENCE unused START 7;
  CREATE FUNCTION twice(x int) RETURNS int LANGUAGE plpgsql AS $body$ BEGIN
    -- a comment; with a semicolon and a '
    RETURN x * 2; /* ; ' */
  END $body$;
  COMMENT ON FUNCTION twice(int) IS 'it''s; twice';
  CREATE VIEW overview AS SELECT count(*) AS n FROM child;
  CREATE MATERIALIZED VIEW kept AS SELECT count(*) AS n FROM child;
  CREATE MATERIALIZED VIEW empty AS SELECT 1 AS n WITH NO DATA;
  CREATE TABLE parts (a int) PARTITION BY RANGE (a);
  CREATE TABLE part PARTITION OF parts FOR VALUES FROM (0) TO (10);
  INSERT INTO parts VALUES (3);
  CREATE TYPE mood AS ENUM ('sad', 'ok');
  SELECT lo_from_bytea(4242, '\\x00ff');
`;
const facts = `SELECT (SELECT count(*) || md5(string_agg(t, ',' ORDER BY id)) FROM "Odd; schema"."Odd 'table'") AS rows,
  (SELECT n FROM overview) AS n, (SELECT n FROM kept) AS kept, (SELECT ispopulated FROM pg_matviews WHERE matviewname = 'empty') AS empty,
  nextval('used') AS used, nextval('unused') AS unused, twice(4) AS twice, obj_description('twice(int)'::regprocedure) AS comment,
  (SELECT a FROM part) AS part, encode(lo_get(4242), 'hex') AS lo, 'ok'::mood AS mood,
  (SELECT count(*) FROM pg_constraint WHERE contype = 'f') AS keys`;

it("dumps everything of a database, and restores it into another one in place of what was there", async () => {
  await query(urlOf("d_from"), content);
  await query(urlOf("d_to"), "CREATE TABLE old (id int); CREATE TABLE child (other text)");
  const dump = await dumpOf(refs.from);
  const result = await databases.restoreDump(refs.to, specOf("d_to"), chunksOf(dump), signal);
  const [before] = await query(urlOf("d_from"), facts);
  const [after] = await query(urlOf("d_to"), facts);
  expect(after).toEqual(before);
  expect(after).toMatchObject({ used: "3", unused: "7", n: "3", kept: "3", empty: false, keys: "1" });
  expect(await query(urlOf("d_to"), "SELECT to_regclass('old') AS old")).toEqual([{ old: null }]);
  expect(Number.parseInt(result.summary, 10)).toBeGreaterThan(20);
  const owners =
    "SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')";
  expect(await query(urlOf("d_to"), owners)).toEqual([{ tableowner: "r_to" }]);
  await databases.ensure(refs.to, specOf("d_to"), signal);
  expect(await server.residue()).toEqual(["d_from", "d_to", "r_from", "r_to"]);
  expect(await server.query("SELECT rolname FROM pg_roles WHERE rolname LIKE 'b\\_%'")).toEqual([]);
});

it.each([
  ["fails in the middle", "CREATE TABLE a (id int);\nCREATE TABLE a (id int);", /Line 2: .*already exists/],
  ["runs a command of psql", "CREATE TABLE a (id int);\n\\! touch /tmp/x\n", /Line 2: Commands of psql/],
  [
    "ends the transaction",
    "CREATE TABLE a (id int);\nROLLBACK;\nCREATE TABLE b (id int);",
    /Line 2: The restore is one/,
  ],
  ["runs two statements as one", "SELECT 1 /* ' */;\nDO $$ BEGIN COMMIT; END $$;", /Line 2: invalid transaction/],
  ["creates a role", "CREATE ROLE evil SUPERUSER;", /Line 1: Dump one database/],
  ["reads a file of the server", "CREATE TABLE a (t text);\nCOPY a FROM '/etc/passwd';", /Line 2: Only COPY/],
  [
    "runs a program of the server",
    "DO $$ BEGIN EXECUTE 'COPY pg_class TO PROGRAM ''id'''; END $$;",
    /permission denied/,
  ],
  ["asks for more than memory holds", "SELECT repeat('x', 200000000);", /too large|terminated/],
  ["has another format", "PGDMP\x01\x0e", /no dump in the plain format/],
  ["ends too early", "COPY child (parent) FROM stdin;\n1\n", /in the middle of a table/],
  ["has wrong rows", "CREATE TABLE a (id int);\nCOPY a (id) FROM stdin;\nx\n\\.\n", /invalid input syntax/],
])("leaves everything as it was when a file %s", async (_, file, message) => {
  const steady = facts
    .replace("nextval('used')", "(SELECT last_value FROM used)")
    .replace("nextval('unused')", "(SELECT last_value FROM unused)");
  const before = await query(urlOf("d_from"), steady);
  await expect(runDump(urlOf("d_from"), "r_from", chunksOf(file), signal)).rejects.toThrow(message);
  expect(await query(urlOf("d_from"), steady)).toEqual(before);
});

it("leaves owners and rights of another server out, and takes the rest", async () => {
  const file = [
    "SET transaction_timeout = 0;",
    "SELECT pg_catalog.set_config('search_path', '', false);",
    "CREATE TABLE public.shop (id int);",
    "ALTER TABLE public.shop OWNER TO somebody;",
    "GRANT SELECT ON TABLE public.shop TO somebody;",
    "COPY public.shop (id) FROM stdin;",
    "1",
    "\\.",
    "",
  ].join("\r\n");
  expect(await runDump(urlOf("d_to"), "r_to", chunksOf(file.replaceAll("\r\n", "\n"), 7), signal)).toEqual({
    statements: 3,
    leftOut: 3,
  });
  expect(await query(urlOf("d_to"), "SELECT * FROM shop")).toEqual([{ id: 1 }]);
});

it("dumps what a hostile owner prepared without running it", async () => {
  await query(
    urlOf("d_to"),
    `CREATE TABLE secret (t text); CREATE FUNCTION bad() RETURNS bool LANGUAGE plpgsql AS
     $$ BEGIN INSERT INTO public.secret VALUES (current_user); RETURN true; END $$;
     CREATE TABLE guarded (id int); INSERT INTO guarded VALUES (1);
     ALTER TABLE guarded ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON guarded USING (bad());
     CREATE FUNCTION count(int) RETURNS int LANGUAGE sql AS 'SELECT 1'`,
  );
  const dump = await dumpOf(refs.to);
  expect(dump.toString()).toContain("CREATE POLICY");
  expect(await query(urlOf("d_to"), "SELECT count(*) FROM secret")).toEqual([{ count: "0" }]);
});
