import { afterAll, beforeAll, expect, it } from "vitest";
import { noOrigin } from "@/lib/access/actor";
import { createSession } from "@/lib/auth/sessions/sessions";
import { createToken } from "@/lib/auth/tokens/tokens";
import { createLogger } from "@/lib/core/log";
import { DatabaseListener } from "@/lib/db/database-listener";
import { sql } from "@/lib/db/transaction";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeUser } from "@/lib/testing/fixtures";
import { connectionsOf, HostedRights } from "./hosted-rights";

let environment: TestEnvironment;
beforeAll(async () => {
  environment = await openTestEnvironment();
});
afterAll(() => environment.close());

it("closes the connections of whom a change concerns, with hosted Pusher's one way to do so", async () => {
  const user = await makeUser("MANAGER");
  const userId = user.userId ?? "";
  const session = await createSession({ userId, scopeResourceId: null, origin: noOrigin });
  const token = await createToken(user, userId, { name: "T", scopes: ["*"] });
  const bystander = await createSession({
    userId: (await makeUser()).userId ?? "",
    scopeResourceId: null,
    origin: noOrigin,
  });
  // Long before this process began to listen.
  await sql().run("UPDATE app_user SET updated_at = now() - interval '1 day'");
  const closed: string[] = [];
  let calls = 0;
  const listener = new DatabaseListener({ databaseUrl: environment.databaseUrl, log: undefined });
  const rights = new HostedRights({
    listener,
    log: createLogger("test", "silent"),
    publisher: {
      // Every second call fails, as while Pusher is away.
      terminateUser: async (id) => calls++ % 2 === 1 && closed.push(id) > 0,
    },
    retryMs: 20,
  });
  rights.start();
  await listener.start();
  await sql().run("UPDATE app_user SET role = 'USER' WHERE id = $1", [userId]);
  await expect.poll(() => [...closed].sort()).toEqual([session.id, token.id].sort());
  closed.length = 0;
  await sql().run("UPDATE api_token SET revoked_at = now() WHERE id = $1", [token.id]);
  await expect.poll(() => closed).toEqual([token.id]);
  expect(closed).not.toContain(bystander.id);
  rights.stop();
  await listener.stop();
});

it("finds what ended while nobody listened", async () => {
  const user = await makeUser();
  const userId = user.userId ?? "";
  await sql().run("UPDATE app_user SET updated_at = now() - interval '1 day'");
  const kept = await createSession({ userId, scopeResourceId: null, origin: noOrigin });
  const ended = await createSession({ userId, scopeResourceId: null, origin: noOrigin });
  await sql().run("UPDATE session SET revoked_at = now() WHERE id = $1", [ended.id]);
  const missed = await connectionsOf("all", sql());
  expect(missed).toContain(ended.id);
  expect(missed).not.toContain(kept.id);
  await sql().run("UPDATE app_user SET updated_at = now() WHERE id = $1", [userId]);
  expect(await connectionsOf("all", sql())).toContain(kept.id);
});
