import { afterAll, beforeAll, expect, it } from "vitest";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeUser } from "@/lib/testing/fixtures";
import { database } from "./client";

let environment: TestEnvironment;
beforeAll(async () => {
  environment = await openTestEnvironment();
});
afterAll(() => environment.close());

it("hands out one Prisma client, on the pool of the process", async () => {
  const { userId } = await makeUser();
  const prisma = await database().prisma();
  expect(await database().prisma()).toBe(prisma);
  expect(await prisma.user.findMany({ select: { id: true } })).toEqual([{ id: userId }]);
  expect(database().pool.totalCount).toBeGreaterThan(0);
});
