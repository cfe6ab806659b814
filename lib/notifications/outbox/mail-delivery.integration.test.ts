import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { env } from "@/lib/core/env";
import { createLogger } from "@/lib/core/log";
import { sql, transaction } from "@/lib/db/transaction";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { type MailServer, startMailServer } from "@/lib/testing/sign-in/mail-server";
import { queueMail } from "../mail/queue-mail";
import { smtpTransport } from "../mail/transport";
import { DeliveryWorker, type DeliveryWorkerOptions } from "./delivery-worker";

let environment: TestEnvironment;
let server: MailServer;
const workers: DeliveryWorker[] = [];

beforeAll(async () => {
  environment = await openTestEnvironment();
  server = await startMailServer();
});
beforeEach(async () => {
  await sql().run("DELETE FROM delivery");
  server.received.length = 0;
  server.refuse = null;
});
afterAll(async () => {
  await Promise.all(workers.map((worker) => worker.stop()));
  await server.close();
  await environment.close();
});

function worker(options: Partial<DeliveryWorkerOptions> = {}): DeliveryWorker {
  const made = new DeliveryWorker({
    transport: smtpTransport(server.url, "LightNode <panel@example.net>"),
    site: { url: "https://panel.example.net", name: "LightNode" },
    prepare: {},
    log: createLogger("test", "silent"),
    ...options,
  });
  workers.push(made);
  return made;
}

const testMail = { to: "ada@example.net", userId: null, template: "test-message", data: { name: "Ada" } } as const;

type Row = { state: string; attempts: number; rendered: boolean; data: boolean; error: string | null };
const rowOf = (id: string) =>
  sql().row<Row>(
    `SELECT state, attempts, rendered_sealed IS NOT NULL AS rendered, data_sealed IS NOT NULL AS data, last_error AS error
     FROM delivery WHERE id = $1`,
    [id],
  );
const makeDue = () => sql().run("UPDATE delivery SET next_attempt_at = now() - interval '1 second'");

test("a queued mail arrives at a real SMTP server with HTML and text parts, and its content is forgotten", async () => {
  const id = await queueMail(sql(), testMail);
  await worker().sendDue();
  const [mail] = server.received;
  expect(mail?.to).toEqual(["ada@example.net"]);
  expect(mail?.message.subject).toBe("A test from LightNode");
  expect(mail?.message.html).toContain("Hello");
  expect(mail?.message.text).toContain("Hello Ada");
  expect(mail?.message.messageId).toBe(`<${id}@example.net>`);
  expect(await rowOf(id)).toMatchObject({ state: "sent", rendered: false, data: false });
});

test("a mail of a transaction that was rolled back is never sent", async () => {
  await transaction(async (tx) => {
    await queueMail(tx, testMail);
    throw new Error("rolled back");
  }).catch(() => {});
  expect(await worker().sendDue()).toBe(0);
  expect(server.received).toHaveLength(0);
});

test("a server that refuses is tried again later, with the same text and Message-ID, and given up after six attempts", async () => {
  let prepared = 0;
  const prepare = {
    "password-reset": async () => {
      prepared++;
      return { userId: "", data: { name: "Ada", link: `https://panel.example.net/#${prepared}` } };
    },
  };
  await sql().run(
    "INSERT INTO app_user (id, email, name, password_hash) VALUES ('', 'a@b.c', 'A', 'x') ON CONFLICT DO NOTHING",
  );
  const id = await queueMail(sql(), { to: "ada@example.net", userId: null, template: "password-reset", data: null });
  const sender = worker({ prepare });
  server.refuse = "451 try again later";
  for (let attempt = 1; attempt <= 5; attempt++) {
    await makeDue();
    await sender.sendDue();
    expect(await rowOf(id)).toMatchObject({ state: "queued", attempts: attempt });
    expect(await sender.sendDue()).toBe(0);
  }
  server.refuse = null;
  await makeDue();
  await sender.sendDue();
  expect(await rowOf(id)).toMatchObject({ state: "sent" });
  expect(server.received.at(-1)?.message.text).toContain("#1");
  expect(prepared).toBe(1);

  const lost = await queueMail(sql(), testMail);
  server.refuse = "550 no such user";
  for (let attempt = 1; attempt <= 6; attempt++) {
    await makeDue();
    await sender.sendDue();
  }
  expect(await rowOf(lost)).toMatchObject({ state: "failed", attempts: 6 });
  expect((await rowOf(lost))?.error).toContain("550");
});

test("without a mail server mails are held, readable, and sealed at rest", async () => {
  const id = await queueMail(sql(), testMail);
  await worker({ transport: null }).sendDue();
  expect(await rowOf(id)).toMatchObject({ state: "held", rendered: true, data: false });
  const raw = await sql().row<{ text: string }>("SELECT rendered_sealed AS text FROM delivery WHERE id = $1", [id]);
  expect(raw?.text).toMatch(/^v1\./);
  expect(raw?.text).not.toContain("Ada");
});

test("a message for nobody is dropped", async () => {
  const id = await queueMail(sql(), { to: "x@example.net", userId: null, template: "password-reset", data: null });
  await worker({ prepare: { "password-reset": async () => null } }).sendDue();
  expect(await rowOf(id)).toMatchObject({ state: "dropped" });
});

test("two workers send one message once", async () => {
  await Promise.all(Array.from({ length: 10 }, () => queueMail(sql(), testMail)));
  await Promise.all([worker().sendDue(), worker().sendDue(), worker().sendDue()]);
  expect(new Set(server.received.map((mail) => mail.message.messageId)).size).toBe(10);
  expect(server.received).toHaveLength(10);
});

test("line breaks in an address never reach the headers", async () => {
  await queueMail(sql(), { ...testMail, to: "ada@example.net\r\nBcc: eve@example.org" });
  await worker().sendDue();
  for (const mail of server.received) {
    expect(mail.to).not.toContain("eve@example.org");
    expect(mail.message.bcc ?? []).toEqual([]);
  }
  expect(env().NODE_ENV).toBe("test");
});
