import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { routes } from "@/app/api/openapi.json/generated/routes";
import { createToken } from "@/lib/auth/tokens/tokens";
import { callRoute, signedIn } from "@/lib/testing/call-route";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeNode, makeUser } from "@/lib/testing/fixtures";

// Every list supports ?limit and nextCursor: pages of one item return each item once.
let environment: TestEnvironment;
let cookie: string;
beforeAll(async () => {
  environment = await openTestEnvironment();
  await makeNode({ portStart: 28_000, portEnd: 28_002 });
  await makeNode({ name: "second", region: "eu-west", portStart: 28_000, portEnd: 28_002 });
  const administrator = await makeUser("ADMIN");
  for (const name of ["a", "b", "c"]) {
    await createToken(administrator, administrator.userId ?? "", { name, scopes: ["server.read"] });
  }
  await signedIn(administrator);
  cookie = await signedIn(administrator);
});
afterAll(() => environment.close());

const get = (to: string, query = "") => callRoute(routes, { to: `GET ${to}`, cookie, query });

it.each(["/api/admin/nodes", "/api/regions", "/api/templates", "/api/account/tokens", "/api/account/sessions"])(
  "%s pages",
  async (to) => {
    const whole = (await get(to)).body as { items: unknown[]; nextCursor: string | null };
    expect(whole.items.length).toBeGreaterThan(1);
    expect(whole.nextCursor).toBeNull();
    const seen: unknown[] = [];
    let query = "?limit=1";
    for (let pages = 0; pages < 20; pages++) {
      const page = (await get(to, query)).body as typeof whole;
      expect(page.items).toHaveLength(1);
      seen.push(...page.items);
      if (page.nextCursor === null) break;
      query = `?limit=1&cursor=${page.nextCursor}`;
    }
    expect(seen).toEqual(whole.items);
    expect((await get(to, "?limit=0")).status).toBe(422);
    expect((await get(to, "?cursor=%20")).status).toBe(422);
  },
);

describe("metrics", () => {
  it("name every label value and bucket from the start, with 0", async () => {
    const headers = { authorization: "Bearer test-metrics-token" };
    const { status, body } = await callRoute(routes, { to: "GET /api/metrics", headers });
    expect(status).toBe(200);
    const text = String(body.text);
    expect(text).toContain('provisioning_errors_total{code="engine_unavailable"} 0');
    expect(text).toContain('provisioning_errors_total{code="image_not_found"} 0');
    expect(text).toContain('servers_provisioned_duration_ms_bucket{le="5000"} 0');
    expect(text).toContain('security_signals_total{kind="brute_force"} 0');
    expect(text).toContain('servers{status="crashed"} 0');
    expect((await callRoute(routes, { to: "GET /api/metrics" })).status).toBe(401);
  });
});
