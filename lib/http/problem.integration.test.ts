import { afterAll, beforeAll, expect, it } from "vitest";
import { sql } from "@/lib/db/transaction";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { toAppError } from "./problem";

let environment: TestEnvironment;
beforeAll(async () => {
  environment = await openTestEnvironment();
});
afterAll(() => environment.close());

it.each([
  ["a NUL", "SELECT $1::text", "a\0b"],
  ["a day that no month has", "SELECT $1::timestamptz", "2026-02-31"],
  ["a year beyond the calendar", "SELECT $1::timestamptz", "294277-01-01"],
  ["a number that does not fit", "SELECT $1::int", "99999999999"],
  ["text where a number belongs", "SELECT $1::int", "xx"],
])("%s that reaches the database is the caller's to correct", async (_what, statement, value) => {
  const error = await sql()
    .rows(statement, [value])
    .catch((thrown: unknown) => thrown);
  expect(toAppError(error)).toMatchObject({ status: 400, code: "malformed_request" });
});
