import { expect, it } from "vitest";
import { decideStatement } from "./decide-statement";
import { StatementSplitter } from "./split-statements";

function split(text: string): string[] {
  const splitter = new StatementSplitter();
  const statements = text.split(/(?<=\n)/).flatMap((line) => splitter.add(line));
  return splitter.isBetween ? statements : [...statements, `rest: ${splitter.rest}`];
}

it.each([
  ["SELECT 1; SELECT 2;\n", ["SELECT 1", "SELECT 2"]],
  ["SELECT ';' || 'it''s;';", ["SELECT ';' || 'it''s;'"]],
  ["SELECT 'two\nlines;';", ["SELECT 'two\nlines;'"]],
  [`SELECT "odd;""name";`, [`SELECT "odd;""name"`]],
  [String.raw`SELECT E'\';' , 'back\'; SELECT 2;`, [String.raw`SELECT E'\';' , 'back\'`, "SELECT 2"]],
  [String.raw`SELECT E'a'';\'' ;`, [String.raw`SELECT E'a'';\''`]],
  ["DO $$ BEGIN; END; $$;", ["DO $$ BEGIN; END; $$"]],
  ["DO $a$ ; $$ ; $b$ ; $a$; SELECT 1;", ["DO $a$ ; $$ ; $b$ ; $a$", "SELECT 1"]],
  ["SELECT a$b$ ; SELECT 2;", ["SELECT a$b$", "SELECT 2"]],
  ["SELECT 1 -- no; end '\n;", ["SELECT 1 -- no; end '"]],
  ["/* a; /* b; */ c; */ SELECT 1;", ["/* a; /* b; */ c; */ SELECT 1"]],
  ["SELECT 1;\nSELECT 'open", ["SELECT 1", "rest: \nSELECT 'open"]],
])("splits %j", (text, statements) => {
  expect(split(text)).toEqual(statements);
});

it.each([
  ["CREATE TABLE a (id int)", { run: true }],
  ["-- Name: a\n/* x */ ALTER TABLE a ADD b int", { run: true }],
  ["ALTER TABLE ONLY public.a OWNER TO bob", { run: false, refused: null }],
  ["ALTER TABLE a ADD note text DEFAULT 'OWNER TO bob'", { run: true }],
  ["GRANT ALL ON a TO bob", { run: false, refused: null }],
  ["SET statement_timeout = 0", { run: false, refused: null }],
  ["CREATE SCHEMA public", { run: false, refused: null }],
  ["CREATE SCHEMA public_too", { run: true }],
  ["BEGIN", { run: false, refused: null }],
  ["ROLLBACK", { run: false, refused: "The restore is one transaction." }],
  ["/**/COMMIT AND CHAIN", { run: false, refused: "The restore is one transaction." }],
  ["copy a to '/tmp/x'", { run: false, refused: "Only COPY … FROM stdin is possible." }],
  ["DROP DATABASE x", { run: false, refused: "Dump one database, not the whole server." }],
  ["", { run: false, refused: null }],
])("decides about %j", (statement, decision) => {
  expect(decideStatement(statement)).toEqual(decision);
});
