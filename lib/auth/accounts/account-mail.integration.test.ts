import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Actor, noOrigin, systemActor } from "@/lib/access/actor";
import { env } from "@/lib/core/env";
import { newId } from "@/lib/core/ids";
import { createLogger } from "@/lib/core/log";
import { sql } from "@/lib/db/transaction";
import { smtpTransport } from "@/lib/notifications/mail/transport";
import { DeliveryWorker } from "@/lib/notifications/outbox/delivery-worker";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { type MailServer, startMailServer } from "@/lib/testing/sign-in/mail-server";
import { changePassword } from "../passwords/change-password";
import { verifyPassword } from "../passwords/password";
import { confirmPasswordReset, requestPasswordReset } from "../passwords/reset-password";
import { createSession } from "../sessions/sessions";
import { createAccount, registerAccount } from "./accounts";
import { changeEmail } from "./change-email";
import { mailPreparers } from "./mail-preparers";
import { resendVerification, verifyEmail } from "./verify-email";

/** Sign-up, confirmation, reset and changes, with the mails read from a real SMTP server. */
let environment: TestEnvironment;
let server: MailServer;
let worker: DeliveryWorker;

const url = "https://panel.example.net";
const password = "correct horse battery staple";
const viewer: Actor = { ...systemActor, kind: "user", userId: null, role: "GUEST", scopes: [], origin: noOrigin };

beforeAll(async () => {
  environment = await openTestEnvironment({ NEXTAUTH_URL: url, EMAIL_VERIFICATION: "required" });
  server = await startMailServer();
  worker = new DeliveryWorker({
    transport: smtpTransport(server.url, "LightNode <panel@example.net>"),
    site: { url, name: "LightNode" },
    prepare: mailPreparers,
    log: createLogger("test", "silent"),
  });
});
beforeEach(async () => {
  server.received.length = 0;
  await sql().run("DELETE FROM app_user");
  await sql().run("DELETE FROM delivery");
});
afterAll(async () => {
  await worker.stop();
  await server.close();
  await environment.close();
});

/** Lets the worker send what is queued and returns the mails to `to`. */
async function mailsTo(to: string) {
  await sql().run("UPDATE delivery SET next_attempt_at = now() - interval '1 second' WHERE state = 'queued'");
  await worker.sendDue();
  return server.received.filter((mail) => mail.to.includes(to)).map((mail) => mail.message);
}

const tokenIn = (text: string | undefined) => /#([0-9a-f]{64})/.exec(text ?? "")?.[1] ?? "";

async function makeUser(email = "ada@example.net"): Promise<Actor> {
  const { id } = await createAccount(systemActor, { email, name: "Ada", password, role: "USER" });
  const session = await createSession({ userId: id, scopeResourceId: null, origin: noOrigin });
  return { ...viewer, role: "USER", userId: id, email, name: "Ada", scopes: null, sessionId: session.id };
}

const userRow = (email: string) =>
  sql().row<{ id: string; verified: boolean; hash: string }>(
    `SELECT id, email_verified_at IS NOT NULL AS verified, password_hash AS hash FROM app_user WHERE email = $1`,
    [email],
  );
const fits = async (email: string, text: string) => verifyPassword(text, (await userRow(email))?.hash ?? null, env());
const liveSessions = async (userId: string | null) =>
  (
    await sql().row<{ n: number }>("SELECT count(*)::int AS n FROM session WHERE user_id = $1 AND revoked_at IS NULL", [
      userId,
    ])
  )?.n;

describe("confirming an address", () => {
  test("a sign-up mails a link that works once, for 24 hours, and only by its whole token", async () => {
    await registerAccount({ email: "new@example.net", name: "New", password }, noOrigin);
    expect(await userRow("new@example.net")).toMatchObject({ verified: false });
    const [mail] = await mailsTo("new@example.net");
    const token = tokenIn(mail?.text);
    expect(token).toHaveLength(64);
    expect(mail?.html).toContain(`${url}/verify-email#${token}`);
    const stored = await sql().row<{ hash: string }>("SELECT token_hash AS hash FROM email_link");
    expect(stored?.hash).not.toContain(token);
    const other = token.replace(/.$/, token.endsWith("0") ? "1" : "0");
    await expect(verifyEmail(other, viewer)).rejects.toMatchObject({ code: "link_invalid" });
    const tries = await Promise.allSettled(Array.from({ length: 20 }, () => verifyEmail(token, viewer)));
    expect(tries.filter((result) => result.status === "fulfilled")).toHaveLength(1);
    expect(await userRow("new@example.net")).toMatchObject({ verified: true });
  });

  test("where confirming is required the last sign-up counts, and an earlier one's link is worth nothing", async () => {
    const sign = (text: string) => registerAccount({ email: "new@example.net", name: "N", password: text }, noOrigin);
    await sign(password);
    const first = tokenIn((await mailsTo("new@example.net"))[0]?.text);
    const next = "a wholly different phrase";
    await sign(next);
    const second = tokenIn((await mailsTo("new@example.net"))[1]?.text);
    await expect(verifyEmail(first, viewer)).rejects.toMatchObject({ code: "link_invalid" });
    await verifyEmail(second, viewer);
    expect(await fits("new@example.net", next)).toBe(true);
    expect(await fits("new@example.net", password)).toBe(false);
    await sign(password);
    expect(await fits("new@example.net", next)).toBe(true);
  });

  test("a sign-up overwrites no account that was ever used, confirmed or not", async () => {
    await registerAccount({ email: "new@example.net", name: "N", password }, noOrigin);
    const id = (await userRow("new@example.net"))?.id ?? "";
    await createSession({ userId: id, scopeResourceId: null, origin: noOrigin });
    await registerAccount({ email: "new@example.net", name: "Eve", password: "a wholly different phrase" }, noOrigin);
    expect(await fits("new@example.net", password)).toBe(true);
  });

  test("an expired link is refused, and a new mail ends the one before", async () => {
    await registerAccount({ email: "new@example.net", name: "New", password }, noOrigin);
    const first = tokenIn((await mailsTo("new@example.net"))[0]?.text);
    await resendVerification("new@example.net", noOrigin);
    const second = tokenIn((await mailsTo("new@example.net"))[1]?.text);
    expect(second).not.toBe(first);
    await expect(verifyEmail(first, viewer)).rejects.toMatchObject({ code: "link_invalid" });
    await sql().run("UPDATE email_link SET expires_at = now() - interval '1 second'");
    await expect(verifyEmail(second, viewer)).rejects.toMatchObject({ code: "link_invalid" });
  });

  test("sessions and tokens made with an unconfirmed address end when its owner confirms it", async () => {
    await registerAccount({ email: "new@example.net", name: "Squatter", password }, noOrigin);
    const id = (await userRow("new@example.net"))?.id ?? "";
    await createSession({ userId: id, scopeResourceId: null, origin: noOrigin });
    await sql().run("INSERT INTO api_token (id, user_id, name, token_hash, scopes) VALUES ($1, $2, 't', 'h', '{*}')", [
      newId("token"),
      id,
    ]);
    await verifyEmail(tokenIn((await mailsTo("new@example.net"))[0]?.text), viewer);
    expect(await liveSessions(id)).toBe(0);
    expect(await sql().row("SELECT 1 FROM api_token WHERE user_id = $1 AND revoked_at IS NULL", [id])).toBeNull();
  });

  test("a sign-up with a known address changes nothing and notifies only its owner", async () => {
    await makeUser();
    await registerAccount({ email: "ada@example.net", name: "Eve", password: "another long enough phrase" }, noOrigin);
    expect(await fits("ada@example.net", password)).toBe(true);
    const [mail] = await mailsTo("ada@example.net");
    expect(mail?.subject).toBe("You already have an account at LightNode");
    expect(tokenIn(mail?.text)).toBe("");
  });
});

describe("resetting a password", () => {
  test("the link sets a new password once, ends every session, and makes none", async () => {
    const ada = await makeUser();
    await requestPasswordReset("ada@example.net", noOrigin);
    const token = tokenIn((await mailsTo("ada@example.net"))[0]?.text);
    await expect(confirmPasswordReset({ token, password: "Password1!" }, noOrigin)).rejects.toMatchObject({
      code: "validation_failed",
    });
    const next = "a wholly different phrase";
    const tries = await Promise.allSettled(
      Array.from({ length: 5 }, () => confirmPasswordReset({ token, password: next }, noOrigin)),
    );
    expect(tries.filter((result) => result.status === "fulfilled")).toHaveLength(1);
    expect(await fits("ada@example.net", next)).toBe(true);
    expect(await liveSessions(ada.userId)).toBe(0);
    const notice = (await mailsTo("ada@example.net")).at(-1);
    expect(notice?.subject).toBe("Your password was reset");
  });

  test("ends tokens and known browsers; factors stay, unless the address was never confirmed before", async () => {
    for (const wasConfirmed of [true, false]) {
      const email = wasConfirmed ? "ada@example.net" : "grace@example.net";
      const { userId } = await makeUser(email);
      if (!wasConfirmed) await sql().run("UPDATE app_user SET email_verified_at = NULL WHERE id = $1", [userId]);
      await sql().run("INSERT INTO api_token (id, user_id, name, token_hash, scopes) VALUES ($1, $2, 't', $1, '{*}')", [
        newId("token"),
        userId,
      ]);
      await sql().run("INSERT INTO known_device (id, user_id, token_hash) VALUES ($1, $2, 'h')", [
        newId("device"),
        userId,
      ]);
      await sql().run("INSERT INTO backup_code (id, user_id, selector, code_hash) VALUES ($1, $2, 'AAAA', 'h')", [
        newId("backupCode"),
        userId,
      ]);
      await requestPasswordReset(email, noOrigin);
      const token = tokenIn((await mailsTo(email)).at(-1)?.text);
      await confirmPasswordReset({ token, password: "a wholly different phrase" }, noOrigin);
      const left = await sql().row<{ tokens: number; devices: number; codes: number }>(
        `SELECT (SELECT count(*)::int FROM api_token WHERE user_id = $1 AND revoked_at IS NULL) AS tokens,
                (SELECT count(*)::int FROM known_device WHERE user_id = $1) AS devices,
                (SELECT count(*)::int FROM backup_code WHERE user_id = $1) AS codes`,
        [userId],
      );
      expect(left).toEqual({ tokens: 0, devices: 0, codes: wasConfirmed ? 1 : 0 });
    }
  });

  test("unknown, locked and known addresses leave the same row behind at the request", async () => {
    const ada = await makeUser();
    await sql().run("UPDATE app_user SET disabled_at = now() WHERE id = $1", [ada.userId]);
    for (const email of ["ada@example.net", "nobody@example.net"]) await requestPasswordReset(email, noOrigin);
    const rows = await sql().rows("SELECT user_id, template, data_sealed, state FROM delivery");
    expect(rows).toHaveLength(2);
    expect(rows[0]).toEqual(rows[1]);
    expect(await mailsTo("ada@example.net")).toEqual([]);
    expect(await mailsTo("nobody@example.net")).toEqual([]);
  });
});

describe("changing password and address", () => {
  test("the password needs the current one, and other sessions end", async () => {
    const ada = await makeUser();
    await createSession({ userId: ada.userId ?? "", scopeResourceId: null, origin: noOrigin });
    const next = "a wholly different phrase";
    await expect(changePassword(ada, { current: "wrong", next })).rejects.toMatchObject({
      code: "wrong_password",
      status: 403,
    });
    await expect(changePassword(ada, { current: password, next: "ada12345" })).rejects.toMatchObject({
      errors: [{ path: "next" }],
    });
    const changed = await changePassword(ada, { current: password, next });
    expect(changed).toMatchObject({ sessionsEnded: 1, cookie: expect.stringContaining("HttpOnly") });
    expect(await fits("ada@example.net", next)).toBe(true);
    expect(await liveSessions(ada.userId)).toBe(1);
    expect((await mailsTo("ada@example.net"))[0]?.subject).toBe("Your password was changed");
  });

  test("the address changes when the new one is confirmed; the old one is notified twice", async () => {
    const ada = await makeUser();
    await changeEmail(ada, { email: "countess@example.net", password });
    expect(await userRow("ada@example.net")).not.toBeNull();
    const token = tokenIn((await mailsTo("countess@example.net"))[0]?.text);
    await verifyEmail(token, viewer);
    expect(await userRow("ada@example.net")).toBeNull();
    expect(await userRow("countess@example.net")).toMatchObject({ verified: true });
    const subjects = (await mailsTo("ada@example.net")).map((mail) => mail.subject);
    expect(subjects).toEqual(["A change of your e-mail address was requested", "Your e-mail address was changed"]);
  });

  test("a reset of the password ends a change of address that somebody asked for before", async () => {
    const ada = await makeUser();
    await changeEmail(ada, { email: "thief@example.net", password });
    const theirs = tokenIn((await mailsTo("thief@example.net"))[0]?.text);
    await requestPasswordReset("ada@example.net", noOrigin);
    const token = tokenIn((await mailsTo("ada@example.net")).at(-1)?.text);
    await confirmPasswordReset({ token, password: "a wholly different phrase" }, noOrigin);
    await expect(verifyEmail(theirs, viewer)).rejects.toMatchObject({ code: "link_invalid" });
    expect(await userRow("ada@example.net")).not.toBeNull();
  });

  test("an address that was taken in the meantime is refused, and nothing changes", async () => {
    const ada = await makeUser();
    await changeEmail(ada, { email: "bob@example.net", password });
    const token = tokenIn((await mailsTo("bob@example.net"))[0]?.text);
    await makeUser("bob@example.net");
    await expect(verifyEmail(token, viewer)).rejects.toMatchObject({ code: "email_taken" });
    expect(await userRow("ada@example.net")).not.toBeNull();
  });
});
