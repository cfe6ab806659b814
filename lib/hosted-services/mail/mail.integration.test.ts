import { Resolver } from "node:dns/promises";
import { ImapFlow } from "imapflow";
import { dkimVerify } from "mailauth/lib/dkim/verify";
import { createTransport } from "nodemailer";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { sql } from "@/lib/db/transaction";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeUser } from "@/lib/testing/fixtures";
import { connectMailServer } from "@/lib/testing/hosted/connect-mail-server";
import { connectNameServer } from "@/lib/testing/hosted/connect-name-server";
import { untilHosted, untilHostedGone } from "@/lib/testing/hosted/until-hosted";
import { OwnMailServer } from "@/lib/testing/processes/mail-server";
import { OwnPowerDns } from "@/lib/testing/processes/powerdns";
import { until } from "@/lib/testing/until";
import { startWorkerKit, type WorkerKit } from "@/lib/testing/worker-kit";
import { editRecords } from "../dns/changes/edit-records";
import { createZone } from "../dns/zones/create-zone";
import { dnsZoneKind } from "../dns/zones/dns-zone";
import { listRecords } from "../dns/zones/queries";
import { measureMailJob } from "../jobs/measure-mail";
import { deleteMailAlias } from "./aliases/change-alias";
import { createMailAlias } from "./aliases/create-alias";
import { mailAliasKind } from "./aliases/mail-alias";
import { deleteMailDomain, rotateDkimKey, updateMailDomain } from "./domains/change-domain";
import { createMailDomain } from "./domains/create-domain";
import { mailDomainKind } from "./domains/mail-domain";
import { getMailDomain, listDeliveries } from "./domains/queries";
import {
  deleteMailbox,
  resumeMailbox,
  retryMailbox,
  setAutoresponder,
  setMailboxPassword,
  suspendMailbox,
  updateMailbox,
} from "./mailboxes/change-mailbox";
import { createMailbox } from "./mailboxes/create-mailbox";
import { mailboxKind } from "./mailboxes/mailbox";
import { getMailbox } from "./mailboxes/queries";

const server = new OwnMailServer();
const names = new OwnPowerDns();
const password = "a long password";
const domain = "acme.example";
let environment: TestEnvironment;
let kit: WorkerKit;
let owner: Actor;
let domainId: string;
let ann: string;
let bob: string;

beforeAll(async () => {
  environment = await openTestEnvironment();
  await Promise.all([server.start(), names.start()]);
  await connectMailServer(server);
  await connectNameServer(names);
  kit = await startWorkerKit({ resources: [mailDomainKind, mailboxKind, mailAliasKind, dnsZoneKind] });
  owner = await makeUser();
  const zone = await createZone(owner, { name: domain, template: "empty", parameters: {} });
  await untilHosted(zone.id, "active");
  domainId = (await createMailDomain(owner, { name: "ACME.example" })).id;
  ann = await makeMailbox("ann");
  bob = await makeMailbox("bob");
  for (const id of [domainId, ann, bob]) await untilHosted(id, "active");
}, 300_000);
afterAll(async () => {
  await kit.stop();
  await environment.close();
  await Promise.all([server.dispose(), names.dispose()]);
});

async function makeMailbox(local: string): Promise<string> {
  const input = { address: `${local}@${domain}`, password, quotaMb: 20, forwardTo: [] };
  return (await createMailbox(owner, input)).id;
}

async function signIn(local: string, withPassword = password): Promise<ImapFlow> {
  const auth = { user: `${local}@${domain}`, pass: withPassword };
  const tls = { rejectUnauthorized: false };
  const client = new ImapFlow({
    host: "127.0.0.1",
    port: server.port("imaps"),
    secure: true,
    auth,
    tls,
    logger: false,
  });
  client.on("error", () => {});
  await client.connect();
  await client.mailboxOpen("INBOX");
  return client;
}

/** Sources of all messages in the inbox. */
async function inboxOf(local: string): Promise<string[]> {
  const client = await signIn(local);
  const messages: string[] = [];
  if (client.mailbox && client.mailbox.exists > 0) {
    for await (const { source } of client.fetch("1:*", { source: true })) messages.push(String(source));
  }
  await client.logout();
  return messages;
}

const untilArrived = (local: string, subject: string) =>
  until(`mail "${subject}" for ${local}`, async () =>
    (await inboxOf(local)).find((source) => source.includes(`Subject: ${subject}`)),
  );

/** As another mail server delivers. */
async function deliver(to: string, subject: string, from = "someone@elsewhere.example"): Promise<void> {
  const transport = createTransport({
    host: "127.0.0.1",
    port: server.port("smtp"),
    tls: { rejectUnauthorized: false },
  });
  await transport.sendMail({ from, to, subject, text: "Hello" });
}

type Submitted =
  | { from: string; to: string; subject: string; envelope?: { from: string; to: string[] } }
  | { envelope: { from: string; to: string }; raw: string };

/** As the user of a mailbox sends; `envelope` differs from the header where it is given. */
function submit(local: string, mail: Submitted, withPassword = password) {
  const auth = { user: `${local}@${domain}`, pass: withPassword };
  const tls = { rejectUnauthorized: false };
  const transport = createTransport({
    host: "127.0.0.1",
    port: server.port("submission"),
    auth,
    tls,
    requireTLS: true,
  });
  return transport.sendMail({ ...mail, text: "Hello" });
}

it("takes mail from other servers, and only for addresses that exist", async () => {
  await deliver(`ANN@${domain}`, "first");
  expect(await untilArrived("ann", "first")).toContain("Delivered-To: ann@acme.example");
  await expect(deliver(`nobody@${domain}`, "x")).rejects.toThrow(/550/);
  await expect(deliver("someone@elsewhere.example", "x")).rejects.toThrow(/554/);
});

it("announces new mail to programs that wait", async () => {
  const client = await signIn("ann");
  const arrived = new Promise<number>((resolve) => client.on("exists", ({ count }) => resolve(count)));
  const waiting = client.idle();
  await deliver(`ann@${domain}`, "idle");
  expect(await arrived).toBeGreaterThan(0);
  await client.logout();
  await waiting;
});

it("signs what is submitted with the key that is in the customer's zone", async () => {
  await submit("bob", { from: `bob@${domain}`, to: `ann@${domain}`, subject: "signed" });
  const source = await untilArrived("ann", "signed");
  const resolver = new Resolver();
  resolver.setServers([`127.0.0.1:${names.dnsPort}`]);
  const { results } = await dkimVerify(Buffer.from(source), {
    resolver: async (name: string, type: string) =>
      type === "TXT" ? resolver.resolveTxt(name) : Promise.reject(new Error(`unexpected ${type}`)),
  });
  expect(results.map(({ signingDomain, status }) => [signingDomain, status.result])).toEqual([[domain, "pass"]]);
});

it("refuses a sender that is not the user's, a wrong password, and a connection without TLS", async () => {
  const mail = { from: `ann@${domain}`, to: `ann@${domain}`, subject: "forged" };
  await expect(submit("bob", mail)).rejects.toThrow(/553/);
  const envelope = { from: `bob@${domain}`, to: [`ann@${domain}`] };
  await expect(submit("bob", { ...mail, envelope })).rejects.toThrow(/5\d\d/);
  await expect(submit("bob", { ...mail, from: `bob@${domain}` }, "another password")).rejects.toThrow(/535/);
  const plain = createTransport({ host: "127.0.0.1", port: server.port("submission"), ignoreTLS: true });
  await expect(plain.sendMail(mail)).rejects.toThrow(/530/);
});

it.each([
  ["another customer's domain", "ceo@victim.example"],
  ["another address of the domain", `ann@${domain}`],
  ["two addresses", `bob@${domain}, ceo@victim.example`],
  ["the own address as a name", `"bob@${domain}" <ceo@victim.example>`],
  ["another address as a name", `ceo@victim.example <bob@${domain}>`],
])("refuses a header From with %s, whose key would sign it", async (_what, from) => {
  const envelope = { from: `bob@${domain}`, to: `ann@${domain}` };
  const raw = `From: ${from}\r\nTo: ann@${domain}\r\nSubject: header\r\n\r\nHello`;
  await expect(submit("bob", { envelope, raw })).rejects.toThrow(/550 5.7.1/);
});

it("lets a name stand before the own address in the header From", async () => {
  await submit("bob", { from: `"Bob, the Builder" <BOB@${domain}>`, to: `ann@${domain}`, subject: "with a name" });
  expect(await untilArrived("ann", "with a name")).toContain("DKIM-Signature:");
});

it("answers while the user is away, between the days that were given", async () => {
  const today = new Date().toISOString().slice(0, 10);
  const answer = { enabled: true, subject: "Away", text: 'Back "soon".', from: today, until: today };
  await setAutoresponder(owner, ann, answer);
  await untilHosted(ann, "active");
  await submit("bob", { from: `bob@${domain}`, to: `ann@${domain}`, subject: "are you there" });
  expect(await untilArrived("bob", "Away")).toContain('Back "soon".');
  await setAutoresponder(owner, ann, { ...answer, enabled: false });
  await untilHosted(ann, "active");
});

it("delivers to aliases, forwards, the catch-all and postmaster, and lets the owner of an alias send as it", async () => {
  const alias = await createMailAlias(owner, { address: `sales@${domain}`, destinations: [`bob@${domain}`] });
  await untilHosted(alias.id, "active");
  await deliver(`sales@${domain}`, "by alias");
  await untilArrived("bob", "by alias");
  await submit("bob", { from: `sales@${domain}`, to: `ann@${domain}`, subject: "as the alias" });
  await untilArrived("ann", "as the alias");
  await updateMailbox(owner, ann, { forwardTo: [`bob@${domain}`], keepCopy: true });
  await untilHosted(ann, "active");
  await deliver(`ann@${domain}`, "forwarded");
  await untilArrived("ann", "forwarded");
  await untilArrived("bob", "forwarded");
  await updateMailbox(owner, ann, { forwardTo: [] });
  await deliver(`postmaster@${domain}`, "for the postmaster");
  await untilArrived("ann", "for the postmaster");
  await updateMailDomain(owner, domainId, { catchAll: `bob@${domain}` });
  await untilHosted(domainId, "active");
  await deliver(`whatever@${domain}`, "caught");
  await untilArrived("bob", "caught");
  await updateMailDomain(owner, domainId, { catchAll: null });
  await deleteMailAlias(owner, alias.id);
  await untilHostedGone(alias.id);
});

it("refuses addresses that exist, circles, and domains of others", async () => {
  const box = { quotaMb: 20, forwardTo: [] };
  await expect(createMailbox(owner, { ...box, address: `ann@${domain}` })).rejects.toMatchObject({
    code: "name_taken",
  });
  await expect(
    createMailAlias(owner, { address: `ann@${domain}`, destinations: [`bob@${domain}`] }),
  ).rejects.toMatchObject({ code: "name_taken" });
  await updateMailbox(owner, ann, { forwardTo: [`bob@${domain}`] });
  await expect(updateMailbox(owner, bob, { forwardTo: [`ann@${domain}`] })).rejects.toMatchObject({
    code: "mail_circle",
    message: "Mail would go round in a circle: bob@acme.example → ann@acme.example → bob@acme.example.",
  });
  await updateMailbox(owner, ann, { forwardTo: [] });
  const other = await makeUser();
  await expect(createMailbox(other, { ...box, address: `x@${domain}` })).rejects.toMatchObject({
    code: "validation_failed",
  });
  await untilHosted(ann, "active");
});

it("ends sessions when the password changes or the mailbox is suspended; mail is still taken then", async () => {
  const open = await signIn("bob");
  const closed = new Promise((resolve) => open.on("close", () => resolve("closed")));
  await setMailboxPassword(owner, bob, "quite another password");
  await untilHosted(bob, "active");
  expect(await closed).toBe("closed");
  await expect(signIn("bob")).rejects.toMatchObject({ authenticationFailed: true });
  await (await signIn("bob", "quite another password")).logout();
  await suspendMailbox(owner, bob);
  await untilHosted(bob, "suspended");
  await expect(signIn("bob", "quite another password")).rejects.toMatchObject({ authenticationFailed: true });
  await deliver(`bob@${domain}`, "while suspended");
  await resumeMailbox(owner, bob);
  await untilHosted(bob, "active");
  await setMailboxPassword(owner, bob, password);
  await untilHosted(bob, "active");
  await untilArrived("bob", "while suspended");
}, 60_000);

it("measures use and sign-ins, and keeps a log of deliveries", async () => {
  const log = { warn: (details: unknown) => expect.fail(JSON.stringify(details)) };
  await measureMailJob.run({ log, signal: AbortSignal.timeout(30_000) } as never);
  const view = await getMailbox(owner, ann);
  expect(view.usedBytes).toBeGreaterThan(1_000);
  expect(Date.parse(view.lastLoginAt ?? "")).toBeGreaterThan(Date.now() - 300_000);
  const { items } = await listDeliveries(owner, domainId, { limit: 100 });
  expect(items).toContainEqual(
    expect.objectContaining({ sender: "someone@elsewhere.example", recipient: `ann@${domain}`, status: "sent" }),
  );
});

it.each([
  ["Postfix", "/usr/lib/postfix/sbin/master"],
  ["Dovecot", "/usr/sbin/dovecot"],
  ["its database", "/usr/lib/postgresql"],
  ["OpenDKIM", "/usr/sbin/opendkim"],
])(
  "a create, a change and a deletion come to their end while %s is killed",
  async (_, program) => {
    await server.signal(program, "SIGKILL");
    const id = await makeMailbox("killed");
    await until("the create to end", async () => {
      const row = await sql().prisma.hostedResource.findUniqueOrThrow({ where: { id } });
      return row.status === "active" || row.status === "failed";
    });
    const row = await sql().prisma.hostedResource.findUniqueOrThrow({ where: { id } });
    if (row.status === "failed") {
      await untilHosted(id, "failed");
      expect(await server.residue().catch(() => [])).not.toContain(`killed@${domain}`);
      await retryMailbox(owner, id);
      await untilHosted(id, "active");
    }
    await server.signal(program, "SIGKILL");
    await updateMailbox(owner, id, { quotaMb: 30 });
    await untilHosted(id, "active");
    const [found] = await server.query<{ quota: string }>(
      `SELECT quota_bytes::text AS quota FROM mail_user WHERE email = 'killed@${domain}'`,
    );
    expect(found?.quota).toBe(String(30 * 1024 * 1024));
    await server.signal(program, "SIGKILL");
    await deleteMailbox(owner, id);
    await untilHostedGone(id);
    await until("the programs to run again", async () => (await server.residue().catch(() => null)) !== null);
    const taken = () =>
      deliver(`ann@${domain}`, "afterwards").then(
        () => true,
        () => false,
      );
    await until("mail to be taken again", taken, 60_000);
  },
  120_000,
);

it("shows no old mail to an address that is created again", async () => {
  const first = await makeMailbox("again");
  await untilHosted(first, "active");
  await deliver(`again@${domain}`, "secret of before");
  await untilArrived("again", "secret of before");
  await deleteMailbox(owner, first);
  await untilHostedGone(first);
  const second = await makeMailbox("again");
  await untilHosted(second, "active");
  expect(await inboxOf("again")).toEqual([]);
  await deleteMailbox(owner, second);
  await untilHostedGone(second);
});

it("writes the records of a domain beside the customer's, and never over them", async () => {
  const zone = await sql().prisma.hostedResource.findFirstOrThrow({ where: { kind: "dns-zone" } });
  expect(await names.dig("+short", domain, "MX")).toEqual(["10 mx.mail.example."]);
  const put = [{ name: "_dmarc", type: "TXT" as const, ttl: 300, values: ['"v=DMARC1; p=none"'] }];
  await editRecords(owner, zone.id, { changes: { put, remove: [] }, dryRun: false }, { expected: null });
  await measureMailJob.run({ log: { warn: () => {} }, signal: AbortSignal.timeout(30_000) } as never);
  await untilHosted(zone.id, "active");
  expect(await names.dig("+short", `_dmarc.${domain}`, "TXT")).toEqual(['"v=DMARC1; p=none"']);
  const before = (await getMailDomain(owner, domainId)).records;
  expect(before.find(({ name }) => name.startsWith("_dmarc"))).toMatchObject({ managed: false });
  expect(before.find(({ type }) => type === "MX")).toMatchObject({ managed: true });
  await rotateDkimKey(owner, domainId);
  await untilHosted(domainId, "active");
  await untilHosted(zone.id, "active");
  const keys = (await listRecords(owner, zone.id)).items.filter(({ name }) => name.includes("_domainkey"));
  expect(keys.map(({ source }) => source)).toEqual(["system", "system"]);
});

it("removes the records with the domain, which has to be empty", async () => {
  await expect(deleteMailDomain(owner, domainId)).rejects.toMatchObject({ code: "mail_domain_in_use" });
  for (const id of [ann, bob]) {
    await deleteMailbox(owner, id);
    await untilHostedGone(id);
  }
  await deleteMailDomain(owner, domainId);
  await untilHostedGone(domainId);
  expect(await server.residue()).toEqual([]);
  const zone = await sql().prisma.hostedResource.findFirstOrThrow({ where: { kind: "dns-zone" } });
  await untilHosted(zone.id, "active");
  expect(await names.dig("+short", domain, "MX")).toEqual([]);
  expect(await names.dig("+short", `_dmarc.${domain}`, "TXT")).toEqual(['"v=DMARC1; p=none"']);
});
