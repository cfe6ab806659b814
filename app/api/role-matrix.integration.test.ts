import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { type Role, reachOf, roles } from "@/lib/access/permissions";
import { isRouteHandler } from "@/lib/http/openapi";
import { callRoute, callsOf, signedIn } from "@/lib/testing/call-route";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeUser } from "@/lib/testing/fixtures";
import { routes } from "./openapi.json/generated/routes";

/**
 * Every route against every role, generated from the permission table: a role that reaches nothing is refused with 403
 * and nothing else; one that reaches something passes authorisation (and gets the answer for an empty request). The
 * list of routes is checked against the files in refusals.integration.test.ts, so an unlisted one fails the build.
 */
let environment: TestEnvironment;
const cookies = {} as Record<Role, string>;

beforeAll(async () => {
  environment = await openTestEnvironment();
  for (const role of roles) {
    const actor: Actor = await makeUser(role);
    cookies[role] = await signedIn(actor);
  }
});
afterAll(() => environment.close());

const permissionOf = (to: string) => {
  const [method = "", path = ""] = to.split(" ");
  const handler = routes[path]?.[method];
  return isRouteHandler(handler) ? handler.definition.permission : undefined;
};
// Routes that end the caller's own session, or all sessions, would invalidate the cases after them.
const endsSessions = new Set(["DELETE /api/account", "DELETE /api/account/sessions", "DELETE /api/admin/sessions"]);
const cases = callsOf(routes)
  .filter((to) => !endsSessions.has(to))
  .flatMap((to) => roles.map((role) => ({ to, role, permission: permissionOf(to) })));

describe("routes by roles", () => {
  test("covers every route with every role", () => {
    expect(cases.length).toBe(
      (callsOf(routes).length - [...endsSessions].filter((to) => permissionOf(to) !== undefined).length) * roles.length,
    );
    expect(cases.every(({ permission }) => permission !== undefined)).toBe(true);
  });

  test.each(cases)("$role, $to", async ({ to, role, permission }) => {
    const answer = await callRoute(routes, {
      to,
      cookie: cookies[role],
      body: {},
      params: { id: "x_1", userId: "usr_1" },
    });
    const [method = "", path = ""] = to.split(" ");
    const handler = routes[path]?.[method];
    if (isRouteHandler(handler) && handler.definition.executor === "only") {
      // Routes for programs accept no role.
      expect([401, 422]).toContain(answer.status);
      return;
    }
    // These have bearer tokens of their own, so no role is accepted.
    if (to === "GET /api/metrics" || (isRouteHandler(handler) && handler.definition.agent)) {
      expect(answer.status).toBe(401);
      return;
    }
    const allowed =
      permission === null || (permission && reachOf({ kind: "user", role, scopes: null }, permission) !== "none");
    if (allowed)
      expect([401, 403].includes(answer.status) && answer.code !== "step_up_required", String(answer.code)).toBe(false);
    else expect(answer).toMatchObject({ status: 403, code: "forbidden" });
    expect(answer.status).not.toBe(500);
  });
});
