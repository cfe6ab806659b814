import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { routes } from "@/app/api/openapi.json/generated/routes";
import type { Actor } from "@/lib/access/actor";
import { securityAlert } from "@/lib/auth/messages/security-alert";
import { sql, transaction } from "@/lib/db/transaction";
import { serverFailed } from "@/lib/game-servers/messages/server-failed";
import { callRoute, signedIn } from "@/lib/testing/call-route";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeUser } from "@/lib/testing/fixtures";
import { publishNotifications } from "./created-event";
import { purgeNotificationsJob } from "./jobs/purge-notifications";
import { mailCipher } from "./mail/queue-mail";
import { notify } from "./notify";

let environment: TestEnvironment;
let person: Actor;
let cookie: string;

beforeAll(async () => {
  environment = await openTestEnvironment();
});
afterAll(() => environment.close());
beforeEach(async () => {
  person = await makeUser();
  cookie = await signedIn(person);
});

const crash = { serverId: "srv_1", server: "World", failure: "crash", reason: "It ended with code 9." } as const;
const fail = (userId = person.userId ?? "") => transaction((tx) => notify(tx, serverFailed, userId, crash));
const call = (to: string, body?: unknown, query?: string) => callRoute(routes, { to, cookie, body, query });
const itemsOf = ({ body }: { body: Record<string, unknown> }) => body.items as { id: string; title: string }[];
const mailsOf = ({ userId }: Actor) => sql().prisma.delivery.findMany({ where: { userId } });

it("a message arrives in the panel and by mail, once each, with the words of its channel", async () => {
  await fail();
  const { body } = await call("GET /api/notifications");
  expect(body).toMatchObject({
    unread: 1,
    nextCursor: null,
    items: [
      {
        kind: "server.failed",
        severity: "error",
        title: "World crashed and does not restart",
        body: "It ended with code 9.",
        href: "/servers/srv_1",
        readAt: null,
      },
    ],
  });
  const [mail, ...more] = await mailsOf(person);
  expect(more).toEqual([]);
  expect(mail).toMatchObject({ template: "server-failed", recipient: person.email, state: "queued" });
  const data = mailCipher().decrypt(mail?.dataSealed ?? "", "mail_message:data_sealed", mail?.id ?? "");
  expect(JSON.parse(data)).toMatchObject({ server: "World", failure: "crash", reason: "It ended with code 9." });
});

it("nothing arrives when the transaction is rolled back, or the account is locked", async () => {
  const before = (await sql().rows("SELECT 1 FROM outbox_event")).length;
  await expect(
    transaction(async (tx) => {
      await notify(tx, serverFailed, person.userId ?? "", crash);
      throw new Error("undone");
    }),
  ).rejects.toThrow("undone");
  const locked = await makeUser();
  await sql().run("UPDATE app_user SET disabled_at = now() WHERE id = $1", [locked.userId]);
  await fail(locked.userId ?? "");
  expect((await call("GET /api/notifications")).body).toMatchObject({ unread: 0, items: [] });
  expect(await mailsOf(locked)).toEqual([]);
  expect((await sql().rows("SELECT 1 FROM outbox_event")).length).toBe(before);
});

it("open pages of the person receive it, on their own channel", async () => {
  await sql().run("DELETE FROM outbox_event");
  await fail();
  const published: unknown[][] = [];
  const reaction = publishNotifications(async (...event) => published.push(event) > 0);
  const [event] = await sql().rows<{ payload: unknown }>("SELECT payload FROM outbox_event");
  const facts = { createdAt: new Date(), signal: AbortSignal.timeout(1_000) };
  await reaction.run(event?.payload, facts);
  const id = itemsOf(await call("GET /api/notifications"))[0]?.id;
  const [title, at] = ["World crashed and does not restart", expect.any(String)];
  const data = { id, title, severity: "error", sessionId: null, at };
  expect(published).toEqual([[`private-user-${person.userId}`, "notification.created", data]]);
  await sql().run("DELETE FROM notification");
  await reaction.run(event?.payload, facts);
  expect(published).toHaveLength(1);
});

it("channels can be switched off by kind, but not those of warnings about the account", async () => {
  const set = (kind: string, channel: string, enabled: boolean) =>
    call("PUT /api/account/notification-preferences", { kind, channel, enabled });
  expect((await set("server.failed", "mail", false)).status).toBe(200);
  await fail();
  expect(await mailsOf(person)).toEqual([]);
  expect((await call("GET /api/notifications")).body.unread).toBe(1);
  await set("server.failed", "mail", true);
  await set("server.failed", "panel", false);
  await fail();
  expect(await mailsOf(person)).toHaveLength(1);
  expect((await call("GET /api/notifications")).body.unread).toBe(1);

  expect(await set("security.alert", "mail", false)).toMatchObject({ status: 422 });
  expect(await set("unknown", "mail", false)).toMatchObject({ status: 422 });
  const { body } = await call("GET /api/account/notification-preferences");
  expect(body.items).toContainEqual(
    expect.objectContaining({
      kind: "server.failed",
      channels: [
        { channel: "panel", label: "Panel", enabled: false, mandatory: false },
        { channel: "mail", label: "Mail", enabled: true, mandatory: false },
      ],
    }),
  );
  const warning: Parameters<typeof securityAlert.panel>[0] = {
    alert: "brute_force",
    reasons: ["Twelve wrong passwords"],
    at: "2026-11-27 08:00 UTC",
  };
  await transaction((tx) => notify(tx, securityAlert, person.userId ?? "", warning));
  expect(itemsOf(await call("GET /api/notifications"))[0]).toMatchObject({
    title: "Somebody is guessing your password",
  });
});

it("pages follow each other, and only the own ones are read or marked", async () => {
  for (let n = 0; n < 5; n++) await fail();
  const other = await makeUser();
  await fail(other.userId ?? "");
  const first = await call("GET /api/notifications", undefined, "?limit=3");
  expect(first.body.unread).toBe(5);
  expect(itemsOf(first)).toHaveLength(3);
  const second = await call("GET /api/notifications", undefined, `?limit=3&cursor=${first.body.nextCursor}`);
  expect(itemsOf(second)).toHaveLength(2);
  expect(second.body.nextCursor).toBeNull();

  const theirs = await sql().row<{ id: string }>("SELECT id FROM notification WHERE user_id = $1", [other.userId]);
  const ids = [itemsOf(first)[0]?.id, theirs?.id];
  expect((await call("POST /api/notifications/read", { ids })).body).toEqual({ unread: 4 });
  expect((await call("POST /api/notifications/read", {})).body).toEqual({ unread: 0 });
  expect(
    await sql().rows("SELECT 1 FROM notification WHERE user_id = $1 AND read_at IS NULL", [other.userId]),
  ).toHaveLength(1);
  expect((await call("POST /api/notifications/read", { ids: ["x"] })).status).toBe(422);
});

it("old ones are removed: a month after they were read, unread ones after half a year", async () => {
  for (let n = 0; n < 4; n++) await fail();
  const [read, unread, old] = itemsOf(await call("GET /api/notifications"));
  await sql().run("UPDATE notification SET read_at = now() - interval '31 days' WHERE id = $1", [read?.id]);
  await sql().run("UPDATE notification SET read_at = now() - interval '29 days' WHERE id = $1", [unread?.id]);
  await sql().run("UPDATE notification SET created_at = now() - interval '181 days' WHERE id = $1", [old?.id]);
  await purgeNotificationsJob.run({ log: undefined as never, signal: AbortSignal.timeout(1_000) });
  expect((await call("GET /api/notifications")).body.items).toHaveLength(2);
});
