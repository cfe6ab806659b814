import { afterAll, beforeAll, expect, it } from "vitest";
import { routes } from "@/app/api/openapi.json/generated/routes";
import { createToken } from "@/lib/auth/tokens/tokens";
import { sql } from "@/lib/db/transaction";
import { createServer } from "@/lib/game-servers/lifecycle/create-server";
import { callRoute, signedIn } from "@/lib/testing/call-route";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeNode, makeUser } from "@/lib/testing/fixtures";

let environment: TestEnvironment;
beforeAll(async () => {
  environment = await openTestEnvironment();
  await makeNode({ portStart: 28_460, portEnd: 28_470 });
});
afterAll(() => environment.close());

it("credentials require a confirmation of a session older than ten minutes, but not of a token with the permission", async () => {
  const owner = await makeUser();
  const input = { name: "World", memory: 0.5, diskSpace: 1, cpu: 1, environment: {} };
  const { id } = await createServer(owner, input);
  const cookie = await signedIn(owner);
  const reveal = (who: { cookie?: string; headers?: Record<string, string> }) =>
    callRoute(routes, { to: "GET /api/servers/[id]/credentials", params: { id }, ...who });
  expect((await reveal({ cookie })).status).toBe(200);
  await sql().run("UPDATE session SET auth_at = now() - interval '11 minutes'");
  const refused = await reveal({ cookie });
  expect(refused).toMatchObject({ status: 403, code: "step_up_required" });
  expect(refused.body.methods).toEqual(["password"]);
  const scopes = ["server.credentials", "server.read"];
  const { token } = await createToken(owner, owner.userId ?? "", { name: "t", scopes });
  expect((await reveal({ headers: { authorization: `Bearer ${token}` } })).status).toBe(200);
});
