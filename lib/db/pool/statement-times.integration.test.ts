import { afterAll, beforeAll, expect, it } from "vitest";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { database } from "../client";
import { sql, transaction } from "../transaction";

let environment: TestEnvironment;
beforeAll(async () => {
  environment = await openTestEnvironment();
});
afterAll(() => environment.close());

const timeOf = (part: string) =>
  database()
    .times.slowest(1_000)
    .find(({ text }) => text.includes(part));

it("measures statements of the pool, of a transaction and of Prisma Client, without their values", async () => {
  await sql().row("SELECT pg_sleep(0.02), $1::text AS own", ["a secret value"]);
  await transaction(async (tx) => {
    await tx.row("SELECT pg_sleep(0.02) AS inside");
    await tx.row("SELECT pg_sleep(0.04) AS inside");
  });
  await sql().prisma.user.findMany({ where: { email: { contains: "hidden@example.net" } } });
  expect(timeOf("AS own")).toMatchObject({ calls: 1 });
  expect(timeOf("AS own")?.longestMs).toBeGreaterThanOrEqual(19);
  expect(timeOf("0.04) AS inside")?.longestMs).toBeGreaterThanOrEqual(39);
  expect(timeOf('"app_user"')).toBeDefined();
  const texts = database()
    .times.slowest(1_000)
    .map(({ text }) => text)
    .join();
  expect(texts).not.toMatch(/a secret value|hidden@|BEGIN|COMMIT/);
});

it("counts a statement that failed", async () => {
  await expect(sql().row("SELECT 1 / (0 * length(pg_sleep(0.01)::text)) AS broken")).rejects.toThrow();
  expect(timeOf("AS broken")?.calls).toBe(1);
});
