import { randomUUID } from "node:crypto";
import { type Actor, type RequestOrigin, systemActor } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record-audit";
import { createAccount } from "@/lib/auth/accounts/accounts";
import { createSession } from "@/lib/auth/sessions/sessions";
import { createToken } from "@/lib/auth/tokens/tokens";
import { sha256 } from "@/lib/core/encryption/crypto";
import { fieldCipher } from "@/lib/core/encryption/field-cipher";
import { newId } from "@/lib/core/ids";
import { sql, transaction } from "@/lib/db/transaction";
import { createServer } from "@/lib/game-servers/lifecycle/create-server";
import { serverFailed } from "@/lib/game-servers/messages/server-failed";
import { sealSettings } from "@/lib/notifications/channels/settings";
import { queueMail } from "@/lib/notifications/mail/queue-mail";
import { notify } from "@/lib/notifications/notify";
import { makeUser } from "./fixtures";
import { makeProvider } from "./hosted/make-provider";

/** What must be found nowhere after an erasure. */
export const traces = {
  email: "grace_hopper@example.net",
  name: "Grace Brewster Hopper",
  ip: "203.0.113.77",
  network: "203.0.113.0/24",
  userAgent: "TraceBrowser/1.0",
  phone: "+447700900123",
  totpSecret: "JBSWY3DPEHPK3PXP",
};
export const tracePassword = "correct horse battery staple";
export const traceOrigin: RequestOrigin = { ip: traces.ip, userAgent: traces.userAgent, requestId: "req_trace" };

/** A signed-in person with a row in every table that can know somebody. Needs a node. */
export async function makePersonWithTraces(): Promise<{ person: Actor; serverId: string; databaseId: string }> {
  const { email, name } = traces;
  const { id } = await createAccount(systemActor, { email, name, password: tracePassword, role: "USER" });
  const session = await createSession({ userId: id, scopeResourceId: null, origin: traceOrigin });
  const person: Actor = {
    ...systemActor,
    kind: "user",
    userId: id,
    role: "USER",
    email,
    name,
    sessionId: session.id,
    origin: traceOrigin,
  };
  const server = await createServer(person, { name: "Own", memory: 1, diskSpace: 1, cpu: 1, environment: {} });
  const token = await createToken(person, id, { name: "script", scopes: ["*"], addresses: [traces.network] });
  await sql().run("UPDATE api_token SET last_used_ip = $2, last_used_agent = $3 WHERE id = $1", [
    token.id,
    traces.ip,
    traces.userAgent,
  ]);
  await sql().run("INSERT INTO token_network (token_id, network) VALUES ($1, $2)", [token.id, traces.network]);
  await recordAudit(sql(), person, { action: "server.updated", targetKind: "server", targetId: server.id });
  const other = await makeUser("ADMIN");
  await recordAudit(sql(), other, { action: "user.changed", targetKind: "user", targetId: id });
  await leaveFactors(id, session.id, other.userId ?? "");
  await leaveDetection(id, session.id);
  await leaveRequests(id);
  await leaveExecutors(id);
  await leaveMachines(id);
  await leaveAlerts(id);
  await sql().prisma.statusSubscriber.create({
    data: { id: "sts_trace", email, tokenHash: "trace", tokenSealed: "" },
  });
  await joinServerOf(other, id);
  await notifyOf(id);
  return { person, serverId: server.id, databaseId: await leaveHosted(id, other.userId ?? "") };
}

async function leaveFactors(userId: string, sessionId: string, otherId: string): Promise<void> {
  const seal = (text: string, rowId: string) => fieldCipher().encrypt(text, "second_factor:secret_sealed", rowId);
  const [totp, sms] = [newId("factor"), newId("factor")];
  await sql().run(
    `INSERT INTO second_factor (id, user_id, method, secret_sealed, confirmed_at)
     VALUES ($1, $3, 'totp', $4, now()), ($2, $3, 'sms', $5, now())`,
    [totp, sms, userId, seal(traces.totpSecret, totp), seal(traces.phone, sms)],
  );
  await sql().run(
    `INSERT INTO passkey (id, user_id, name, credential_id, public_key, device_type, backed_up, transports)
     VALUES ('pk_trace', $1, 'Key ring', 'credential-of-grace', '\\x0102030405060708090a', 'singleDevice', false, '{usb}')`,
    [userId],
  );
  await sql().run(
    "INSERT INTO backup_code (id, user_id, selector, code_hash) VALUES ('bc_trace', $1, 'selector-of-grace', 'bcrypt-of-grace')",
    [userId],
  );
  await sql().run(
    `INSERT INTO auth_challenge (id, user_id, purpose, session_id, token_hash, expires_at)
     VALUES ('ch_trace', $1, 'step_up', $2, 'challenge-hash-of-grace', now() + interval '5 minutes')`,
    [userId, sessionId],
  );
  await sql().run(
    "INSERT INTO known_device (id, user_id, token_hash) VALUES ('dev_trace', $1, 'device-hash-of-grace')",
    [userId],
  );
  // One about them, and one that they asked for.
  await sql().run(
    `INSERT INTO factor_reset (id, user_id, requested_by, reason, cancel_token_hash, due_at)
     VALUES ('fr_1', $1, $2, 'lost it', 'cancel-hash-of-grace', now()), ('fr_2', $2, $1, 'lost it too', 'cancel-hash-2', now())`,
    [userId, otherId],
  );
  await sql().run(
    `INSERT INTO email_link (id, user_id, purpose, email, token_hash, expires_at)
     VALUES ('el_trace', $1, 'change', 'next.' || $2::text, 'link-hash-of-grace', now())`,
    [userId, traces.email],
  );
}

async function leaveDetection(userId: string, sessionId: string): Promise<void> {
  const account = sha256(traces.email);
  await sql().run(
    `INSERT INTO sign_in_attempt (id, at, account_hash, user_id, ip, network, outcome, method)
     VALUES ('sia_1', now(), $1, $2, $3, $4, 'succeeded', 'pwd'), ('sia_2', now(), $1, NULL, $3, $4, 'wrong_password', 'pwd')`,
    [account, userId, traces.ip, traces.network],
  );
  await sql().run(
    `INSERT INTO security_signal (id, kind, subject, score, reasons, user_id, account_hash, networks, session_id, response, handled_by)
     VALUES ('sig_1', 'brute_force', 'account:' || $1::text, 5, ARRAY['Many tries'], $2, $1, ARRAY[$3], NULL, 'observe', NULL),
            ('sig_2', 'impossible_pace', 'session:x', 5, ARRAY['Too fast'], NULL, NULL, ARRAY[$3], $4, 'observe', NULL),
            ('sig_3', 'brute_force', 'account:other', 5, ARRAY['Of another'], NULL, 'other', '{}', NULL, 'observe', $2)`,
    [account, userId, traces.network, sessionId],
  );
  await sql().run(
    `INSERT INTO network_block (id, measure, network, account_hash, user_id, reason, until)
     VALUES ('nb_trace', 'slow', $3, $1, $2, 'Many tries', now() + interval '1 hour')`,
    [account, userId, traces.network],
  );
}

async function leaveRequests(userId: string): Promise<void> {
  await sql().run(
    "INSERT INTO idempotency_key (actor_id, key, request_hash, answer_sealed) VALUES ($1, 'key-1', 'request-hash-of-grace', 'sealed-answer-of-grace')",
    [userId],
  );
  await sql().run(
    `INSERT INTO rate_limit_window (key, window_start, count, previous_count) SELECT key, now(), 1, 0
     FROM unnest($1::text[]) AS key`,
    [[`general:${userId}`, `factor:totp:${userId}`, `sign-in:account:${traces.email}`, "sign-in:device:dev_trace"]],
  );
  await sql().run("INSERT INTO encryption_rotation (id, to_key, requested_by) VALUES ('rot_trace', 'k2', $1)", [
    userId,
  ]);
  const data = { name: traces.name };
  await queueMail(sql(), { to: traces.email, userId, template: "test-message", data });
  await queueMail(sql(), { to: traces.email, userId: null, template: "password-reset", data: null });
}

/** One row in each table of monitoring. */
async function leaveMachines(userId: string): Promise<void> {
  const subject = await sql().prisma.metricSubject.create({ data: { resourceId: "mch_trace", kind: "machine" } });
  await sql().prisma.machine.create({ data: { id: "mch_trace", ownerId: userId, subjectId: subject.id, name: "M" } });
  await sql().prisma.machineEnrolment.create({
    data: { id: "men_trace", ownerId: userId, tokenHash: "none", expiresAt: new Date() },
  });
}

async function leaveAlerts(ownerId: string): Promise<void> {
  const { prisma } = sql();
  const rule = { name: "R", subjectKind: "machine", metric: "cpu.percent", operator: ">", missing: "ignore" };
  await prisma.alertRule.create({ data: { id: "alr_trace", ownerId, ...rule, forSeconds: 1, keepForSeconds: 1 } });
  const subject = { subjectKind: "machine", subjectId: "mch_trace", subjectName: "M" };
  const of = { metric: "cpu.percent", operator: ">", severity: "warning", startedAt: new Date() };
  await prisma.alertIncident.create({ data: { id: "alt_trace", ownerId, ruleName: "R", ...subject, ...of } });
  const event = { incidentId: "alt_trace", kind: "note", text: "Seen", actorId: ownerId };
  await prisma.alertEvent.create({ data: { id: "ale_trace", ...event } });
  const times = { startsAt: new Date(), endsAt: new Date() };
  await prisma.alertSilence.create({ data: { id: "als_trace", ownerId, name: "S", ...times } });
}

/** One row in each table of executors. */
async function leaveExecutors(userId: string): Promise<void> {
  await sql().run("INSERT INTO executor_template (id, owner_id, name) VALUES ('ext_trace', $1, 'T')", [userId]);
  await sql().run(
    `INSERT INTO executor (id, owner_id, name, key_id, secret_hash, config) VALUES ('exe_trace', $1, 'E', 'exe_key', 'none', '{}')`,
    [userId],
  );
  await sql().run(
    `INSERT INTO executor_command (id, executor_id, seq, type, payload, expires_at, signing_key, signature, requested_by)
     VALUES ('cmd_trace', 'exe_trace', 1, 'ping', '{}', now(), 's1', '', $1)`,
    [userId],
  );
  await sql().run(
    `INSERT INTO executor_rollout (id, template_id, from_version, to_version, stages, soak_seconds, max_failures, created_by)
     VALUES ('rol_trace', 'ext_trace', 1, 1, '{100}', 0, 0, $1)`,
    [userId],
  );
  await sql().run("INSERT INTO executor_batch (id, owner_id, inputs, total) VALUES ('bat_trace', $1, '[]', 0)", [
    userId,
  ]);
  await sql().run(
    `INSERT INTO executor_enrolment (id, owner_id, token_hash, name, expires_at) VALUES ('enr_trace', $1, 'none', 'E', now())`,
    [userId],
  );
}

/** A database, a quota of their own, and a change of another person's zone. */
async function leaveHosted(ownerId: string, otherId: string): Promise<string> {
  const database = await insertHosted(ownerId, newId("database"), "database", "d_trace");
  const zone = await insertHosted(otherId, newId("zone"), "dns-zone", "trace.example");
  await sql().prisma.dnsZone.create({ data: { id: zone, serial: 2, nameservers: [] } });
  const change = { id: newId("dnsChange"), zoneId: zone, serial: 2, actorId: ownerId, action: "records", diff: [] };
  await sql().prisma.dnsChange.create({ data: change });
  const dump = { id: newId("dump"), databaseId: database, ownerId, origin: "deletion", expiresAt: new Date() };
  await sql().prisma.hostedDump.create({ data: dump });
  await sql().prisma.hostedQuota.create({ data: { userId: ownerId, kind: "database", max: 4 } });
  await leaveMail(ownerId);
  return database;
}

async function leaveMail(ownerId: string): Promise<void> {
  const domainId = await insertHosted(ownerId, newId("mailDomain"), "mail-domain", "trace.example");
  const key = { dkimSelector: "s", dkimKeySealed: "none", dkimPublic: "none" };
  await sql().prisma.mailDomain.create({ data: { id: domainId, ...key } });
  const mailbox = await insertHosted(ownerId, newId("mailbox"), "mailbox", "me@trace.example");
  const box = { domainId, passwordHash: "none", quotaMb: 1, forwardTo: [], storageId: randomUUID() };
  await sql().prisma.mailbox.create({ data: { id: mailbox, ...box } });
  const alias = await insertHosted(ownerId, newId("mailAlias"), "mail-alias", "all@trace.example");
  await sql().prisma.mailAlias.create({ data: { id: alias, domainId, destinations: [] } });
}

async function insertHosted(ownerId: string, id: string, kind: string, objectName: string): Promise<string> {
  const providerId = await makeProvider(kind === "database" ? "postgresql" : "powerdns");
  await sql().prisma.hostedResource.create({ data: { id, kind, ownerId, providerId, name: "Shop", objectName } });
  return id;
}

/** The tables of the person's notifications. */
async function notifyOf(userId: string): Promise<void> {
  await transaction(async (tx) => {
    await notify(tx, serverFailed, userId, {
      serverId: "srv_1",
      server: traces.name,
      failure: "crash",
      reason: "r",
    });
    await tx.prisma.notificationPreference.create({
      data: { userId, kind: "server.failed", channel: "mail", enabled: false },
    });
    const id = newId("channel");
    const settingsSealed = sealSettings(id, { address: traces.email });
    await tx.prisma.ownedChannel.createMany({
      data: [{ id, userId, kind: "email", name: traces.name, settingsSealed }],
    });
    await tx.prisma.quietHours.createMany({ data: [{ userId, fromMinute: 0, toMinute: 60, zone: "UTC" }] });
  });
}

async function joinServerOf(owner: Actor, userId: string): Promise<void> {
  const server = await createServer(owner, { name: "Theirs", memory: 1, diskSpace: 1, cpu: 1, environment: {} });
  await sql().run("INSERT INTO resource_member (resource_id, user_id, permissions) VALUES ($1, $2, '{server.read}')", [
    server.id,
    userId,
  ]);
}
