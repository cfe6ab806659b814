import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { routes } from "@/app/api/openapi.json/generated/routes";
import { sql } from "@/lib/db/transaction";
import { callRoute, signedIn } from "@/lib/testing/call-route";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeUser } from "@/lib/testing/fixtures";
import type { BatchView } from "../contract";

let environment: TestEnvironment;
let cookie: string;
beforeAll(async () => {
  environment = await openTestEnvironment();
  cookie = await signedIn(await makeUser());
});
afterAll(() => environment.close());

const ask = (to: string, body?: unknown, more: object = {}) => callRoute(routes, { to, cookie, body, ...more });

describe("a small batch", () => {
  it("keeps its secrets for the download when it is asked to, also when its answer is lost", async () => {
    const body = { csv: "name\nA\nB\n", keepSecrets: true };
    const more = { headers: { "idempotency-key": "batch-once" } };
    const first = (await ask("POST /api/executors/batch", body, more)).body as BatchView;
    const again = (await ask("POST /api/executors/batch", body, more)).body as BatchView;
    expect(again).toEqual(first);
    expect(first).toMatchObject({ state: "done", made: 2, downloadedAt: null });
    expect(first.csv).toBeUndefined();
    const sealed = "SELECT csv_sealed IS NOT NULL AS kept FROM executor_batch WHERE id = $1";
    expect(await sql().row(sealed, [first.id])).toEqual({ kept: true });
    const plain = (await ask("POST /api/executors/batch", { csv: "name\nA\n" })).body as BatchView;
    expect(plain.csv).toContain("name,key,secret");
  });
});
