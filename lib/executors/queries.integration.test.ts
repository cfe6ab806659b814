import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { routes } from "@/app/api/openapi.json/generated/routes";
import { sql } from "@/lib/db/transaction";
import { callRoute, signedIn } from "@/lib/testing/call-route";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeUser } from "@/lib/testing/fixtures";
import type { ExecutorView } from "./contract";

let environment: TestEnvironment;
let cookie: string;
beforeAll(async () => {
  environment = await openTestEnvironment();
  cookie = await signedIn(await makeUser());
});
afterAll(() => environment.close());

const ask = (to: string, body?: unknown, more: object = {}) => callRoute(routes, { to, cookie, body, ...more });

describe("the list of executors", () => {
  it("shows as drifted what the figures count", async () => {
    const person = await makeUser();
    const as = { cookie: await signedIn(person) };
    const ids: string[] = [];
    for (const name of ["A", "B"]) ids.push(String((await ask("POST /api/executors", { name }, as)).body.id));
    await sql().run(
      "UPDATE executor SET applied_version = 1, config_version = 2, version = '1.0' WHERE owner_id = $1",
      [person.userId],
    );
    await ask("DELETE /api/executors/[id]", undefined, { params: { id: ids[0] }, ...as });
    for (const query of ["?drifted=true", "?version=1.0"]) {
      const { items } = (await ask("GET /api/executors", undefined, { query, ...as })).body as {
        items: ExecutorView[];
      };
      expect(items.map(({ id }) => id)).toEqual([ids[1]]);
    }
  });
});
