import { domainToASCII } from "node:url";
import { expect, type Page, test } from "@playwright/test";
import { ImapFlow } from "imapflow";
import { createTransport } from "nodemailer";
import { selfSigned } from "../games/postgresql/certificate.mjs";
import { assertAccessible } from "./accessible";
import { administrator, newPerson, signIn } from "./people";

/** Mail from the browser, on a mail server that the panel runs itself. */
test.setTimeout(300_000);
const mark = Date.now().toString(36);
const service = `Own mail ${mark}`;
const domain = `bücher-${mark}.example`;
const ascii = domainToASCII(domain);

async function runService(page: Page): Promise<void> {
  await page.goto("/admin/services");
  await page.getByRole("button", { name: "Run one here" }).click();
  const dialog = page.getByRole("dialog", { name: "Run a service here" });
  await dialog.getByRole("combobox", { name: "Kind" }).click();
  await page.getByRole("option", { name: "Mail" }).click();
  await dialog.getByLabel("Name", { exact: true }).fill(service);
  await dialog.getByLabel("Name of the mail server").fill("not a name");
  await dialog.getByLabel("Mail to other servers").fill("off");
  await dialog.getByLabel("Disk space in GiB").fill("1");
  await assertAccessible(page, "run a mail server");
  await dialog.getByRole("button", { name: "Run it" }).click();
  await expect(dialog.getByText("Write a name such as mail.example.net.")).toBeVisible();
  await dialog.getByLabel("Name of the mail server").fill("mail.panel.example");
  await dialog.getByRole("button", { name: "Run it" }).click();
  const row = page.getByRole("row", { name: new RegExp(service) });
  await expect(row).toContainText("up", { timeout: 180_000 });
}

async function shownAs(page: Page, label: string): Promise<string> {
  const field = page.locator("div", { has: page.getByText(label, { exact: true }) }).last();
  return (await field.locator("code").textContent()) ?? "";
}

const portOf = (server: string) => Number(server.split(":").at(-1));

async function subjectsOf(port: number, user: string, pass: string): Promise<string[]> {
  const tls = { rejectUnauthorized: false };
  const client = new ImapFlow({ host: "127.0.0.1", port, secure: true, auth: { user, pass }, tls, logger: false });
  client.on("error", () => {});
  await client.connect();
  const { exists } = await client.mailboxOpen("INBOX");
  const subjects: string[] = [];
  if (exists > 0) {
    for await (const { envelope } of client.fetch("1:*", { envelope: true })) subjects.push(envelope?.subject ?? "");
  }
  await client.logout();
  return subjects;
}

test("a mail server is run, and a customer creates a mailbox and uses it", async ({ browser }) => {
  const admin = await (await browser.newContext()).newPage();
  await signIn(admin, administrator);
  await runService(admin);
  await setCertificate(admin);

  const { page } = await newPerson(browser, "Mira");
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Mail", exact: true }).click();
  await expect(page.getByText("No mail domains yet.")).toBeVisible();
  await assertAccessible(page, "no mail domains");
  await page.getByRole("button", { name: "Add domain" }).click();
  await page.getByRole("dialog").getByLabel("Domain").fill(domain);
  await assertAccessible(page, "add a mail domain");
  await page.getByRole("dialog").getByRole("button", { name: "Add domain" }).click();
  await page.waitForURL(/\/mail\/mdo_/);
  const domainPage = page.url();
  await expect(page.getByRole("heading", { name: domain })).toBeVisible();
  await expect(page.getByText("active", { exact: true }).first()).toBeVisible();

  await page.getByRole("button", { name: "Create mailbox" }).click();
  await page.getByRole("dialog").getByLabel("Address").fill("Mira");
  await page.getByRole("dialog").getByRole("button", { name: "Create mailbox" }).click();
  await expect(page.getByText("The password is not shown again.")).toBeVisible();
  await assertAccessible(page, "the password of a mailbox");
  const password = await shownAs(page, "Password");
  const imapPort = portOf(await shownAs(page, "IMAP server (TLS)"));
  const smtpPort = portOf(await shownAs(page, "SMTP server (STARTTLS)"));
  await page.getByRole("button", { name: "Done" }).click();
  const user = `mira@${ascii}`;
  await expect(page.getByRole("row", { name: new RegExp(`mira@${domain}`) })).toContainText("active");
  expect(await subjectsOf(imapPort, user, password)).toEqual([]);

  await lookAtTabs(page);

  const tls = { rejectUnauthorized: false };
  const transport = createTransport({
    host: "127.0.0.1",
    port: smtpPort,
    requireTLS: true,
    auth: { user, pass: password },
    tls,
  });
  await transport.sendMail({ from: user, to: `sales@${ascii}`, subject: "By alias", text: "Hello" });
  await expect.poll(() => subjectsOf(imapPort, user, password), { timeout: 20_000 }).toEqual(["By alias"]);
  await page.getByRole("tab", { name: "Delivery log" }).click();
  await expect(page.getByRole("row", { name: /sales@/ })).toContainText("sent");
  await assertAccessible(page, "delivery log");

  await useOwnPage(page, password);
  await expect.poll(() => subjectsOf(imapPort, user, "changed by its user").catch(() => null)).toEqual(["By alias"]);

  await removeAll(page, domainPage);
  await removeService(admin);
});

/** The name stays; the certificate is one of its own, of which the key is missing at first. */
async function setCertificate(page: Page): Promise<void> {
  await page.getByRole("link", { name: service, exact: true }).click();
  await expect(page.getByLabel("Name of the mail server")).toHaveValue("mail.panel.example");
  await assertAccessible(page, "settings of a mail server");
  const { certificate, key } = selfSigned("mail.panel.example", 30);
  await page.getByLabel("Certificate", { exact: true }).fill(certificate);
  await page.getByRole("button", { name: "Save and restart" }).click();
  await expect(page.getByText("Send a certificate and its private key, both in PEM.")).toBeVisible();
  await assertAccessible(page, "a certificate without its key");
  await page.getByRole("textbox", { name: "Key of the certificate" }).fill(key);
  await page.getByRole("button", { name: "Save and restart" }).click();
  await expect(page.getByText("provisioning", { exact: true })).toBeVisible();
  await expect(page.getByText("up", { exact: true })).toBeVisible({ timeout: 120_000 });
  await page.goto("/admin/services");
}

/** Records and an alias. */
async function lookAtTabs(page: Page): Promise<void> {
  await page.getByRole("tab", { name: "DNS records" }).click();
  await expect(page.getByRole("row", { name: / MX \d/ })).toContainText("10 mail.panel.example.");
  await assertAccessible(page, "records of a mail domain");
  await page.getByRole("tab", { name: "Aliases" }).click();
  await page.getByRole("button", { name: "Create alias" }).click();
  await page.getByRole("dialog").getByLabel("Address").fill("sales");
  await page.getByRole("dialog").getByLabel("Mail goes to").fill(`mira@${domain}`);
  await page.getByRole("dialog").getByRole("button", { name: "Create alias" }).click();
  await expect(page.getByRole("row", { name: /sales@/ })).toContainText("active");
  await assertAccessible(page, "aliases");
}

async function removeService(admin: Page): Promise<void> {
  await admin.reload();
  await admin
    .getByRole("row", { name: new RegExp(service) })
    .getByRole("button", { name: "Remove" })
    .click();
  await admin
    .getByRole("dialog")
    .getByLabel(/to confirm/)
    .fill(service);
  await admin.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
  await expect(admin.getByRole("row", { name: new RegExp(service) })).toBeHidden({ timeout: 60_000 });
}

/** As the user of the mailbox, who has no account. */
async function useOwnPage(page: Page, password: string): Promise<void> {
  const own = await (await page.context().browser()?.newContext())?.newPage();
  if (!own) throw new Error("there is no browser");
  await own.goto("/mailbox");
  await own.getByLabel("Mail address").fill(`mira@${domain}`);
  await own.getByLabel("Password of the mailbox").fill("not the password");
  await own.getByRole("button", { name: "Continue" }).click();
  await expect(own.getByText("The address or the password is wrong.")).toBeVisible();
  await own.getByLabel("Password of the mailbox").fill(password);
  await own.getByRole("button", { name: "Continue" }).click();
  await expect(own.getByRole("heading", { name: "Automatic answer" })).toBeVisible();
  await assertAccessible(own, "a mailbox for its user");
  await own.getByLabel("New password").fill("changed by its user");
  await own.getByRole("button", { name: "Change the password" }).click();
  await expect(own.getByText("The password is changed.")).toBeVisible();
  await own.context().close();
}

/** Mailbox, alias and domain, in this order. */
async function removeAll(page: Page, domainPage: string): Promise<void> {
  await page.goto(domainPage);
  await page.getByRole("link", { name: `mira@${domain}` }).click();
  await page.waitForURL(/\/mail\/mailboxes\/mbx_/);
  await assertAccessible(page, "mailbox");
  await page.getByRole("tab", { name: "Automatic answer" }).click();
  await page.getByLabel("Answer mail automatically").check();
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByText("Write the answer.")).toBeVisible();
  await page.getByLabel("Text").fill("I am away.");
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByText("Saved. The change is being applied.")).toBeVisible();
  await page.getByRole("tab", { name: "Danger zone" }).click();
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await page
    .getByRole("dialog")
    .getByLabel(/to confirm/)
    .fill(`mira@${domain}`);
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await page.waitForURL(domainPage);
  await page.getByRole("tab", { name: "Aliases" }).click();
  await page.getByRole("button", { name: /^Delete sales@/ }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await expect(page.getByText("No aliases yet.")).toBeVisible();
  await page.getByRole("tab", { name: "Settings" }).click();
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await page
    .getByRole("dialog")
    .getByLabel(/to confirm/)
    .fill(domain);
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await page.waitForURL(/\/mail$/);
  await expect(page.getByText("No mail domains yet.")).toBeVisible();
}
