import { expect, type Page, test } from "@playwright/test";
import { OwnPowerDns } from "../lib/testing/processes/powerdns";
import { assertAccessible } from "./accessible";
import { administrator, newPerson, signIn } from "./people";

/** DNS zones from the browser, on a PowerDNS server of the test. */
const server = new OwnPowerDns();
test.beforeAll(() => server.start());
test.afterAll(() => server.dispose());

async function connectService(page: Page): Promise<void> {
  await page.goto("/admin/services");
  await page.getByRole("button", { name: "Connect a service" }).click();
  const dialog = page.getByRole("dialog", { name: "Connect a service" });
  await dialog.getByRole("combobox", { name: "Kind" }).click();
  await page.getByRole("option", { name: "PowerDNS" }).click();
  await dialog.getByLabel("Name", { exact: true }).fill("Names");
  await dialog.getByLabel("URL of the API").fill(server.apiUrl);
  await dialog.getByLabel("API key").fill("wrong");
  await dialog.getByLabel("Name servers").fill("ns1.names.example, ns2.names.example");
  await dialog.getByLabel("Address of the DNS service").fill("127.0.0.1");
  await dialog.getByLabel("Port of the DNS service").fill(String(server.dnsPort));
  await dialog.getByRole("button", { name: "Test and connect" }).click();
  await expect(dialog.getByRole("alert")).toContainText("refuses the API key");
  await dialog.getByLabel("API key").fill(server.apiKey);
  await dialog.getByRole("button", { name: "Test and connect" }).click();
  await expect(page.getByRole("row", { name: /Names/ })).toContainText("up");
}

async function createZone(page: Page): Promise<void> {
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "DNS zones", exact: true }).click();
  await expect(page.getByText("No DNS zones yet.")).toBeVisible();
  await assertAccessible(page, "no zones");
  await page.getByRole("button", { name: "Create zone" }).click();
  const dialog = page.getByRole("dialog", { name: "New DNS zone" });
  await dialog.getByLabel("Domain").fill("co.uk");
  await dialog.getByRole("button", { name: "Create zone" }).click();
  await expect(dialog.getByText(/Everybody can register names/)).toBeVisible();
  await dialog.getByLabel("Domain").fill("shop.example");
  await dialog.getByLabel("IPv4 address of the web server").fill("192.0.2.1");
  await assertAccessible(page, "create a zone");
  await dialog.getByRole("button", { name: "Create zone" }).click();
  await page.waitForURL(/\/dns\/zon_/);
  await expect(page.getByRole("heading", { name: "shop.example" })).toBeVisible();
  await expect(page.getByText("active", { exact: true }).first()).toBeVisible();
}

async function editRecords(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Add records" }).click();
  const dialog = page.getByRole("dialog", { name: "Add records" });
  await dialog.getByLabel("Name").fill("www");
  await dialog.getByLabel("Values").fill("192.0.2.7");
  await assertAccessible(page, "add records");
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  await expect(dialog.getByText(/CNAME/).first()).toBeVisible();
  await dialog.getByLabel("Name").fill("mail");
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  await page.getByRole("button", { name: "Remove www CNAME" }).click();
  await page.getByRole("button", { name: "Review and save" }).click();
  const review = page.getByRole("dialog", { name: "Save these changes" });
  await expect(review.getByRole("list", { name: "Changes" })).toContainText("+ 192.0.2.7");
  await assertAccessible(page, "review edits");
  await review.getByRole("button", { name: "Save" }).click();
  await expect(review).toBeHidden();
  await expect.poll(() => server.dig("+short", "mail.shop.example", "A")).toEqual(["192.0.2.7"]);
  expect(await server.dig("+short", "www.shop.example", "CNAME")).toEqual([]);
}

async function importFile(page: Page): Promise<void> {
  await page.getByRole("tab", { name: "Import and export" }).click();
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download the zone file" }).click();
  expect((await download).suggestedFilename()).toBe("shop.example.zone");
  const text =
    "$ORIGIN shop.example.\n$TTL 600\n@ NS ns.other.example.\n@ A 192.0.2.1\nmail A 192.0.2.7\nftp A 192.0.2.8\n";
  await page.getByLabel("Zone file").fill(`${text}bad A 1.2.3\n`);
  await page.getByRole("button", { name: "Show what would change" }).click();
  await expect(page.getByText(/^Line 7: /)).toBeVisible();
  await assertAccessible(page, "wrong zone file");
  await page.getByLabel("Zone file").fill(text);
  await page.getByRole("button", { name: "Show what would change" }).click();
  await expect(page.getByRole("list", { name: "Changes" })).toContainText("+ 192.0.2.8");
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await expect.poll(() => server.dig("+short", "ftp.shop.example", "A")).toEqual(["192.0.2.8"]);
}

async function undoAndSign(page: Page): Promise<void> {
  await page.getByRole("tab", { name: "History" }).click();
  await expect(page.getByText("Zone file imported by Dora")).toBeVisible();
  await assertAccessible(page, "history");
  await page
    .getByRole("button", { name: /^Undo serial/ })
    .first()
    .click();
  await expect.poll(() => server.dig("+short", "ftp.shop.example", "A")).toEqual([]);
  await page.getByRole("tab", { name: "DNSSEC" }).click();
  await page.getByRole("button", { name: "Switch DNSSEC on" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Switch on" }).click();
  await expect(page.getByText("DS, digest type 2")).toBeVisible();
  await assertAccessible(page, "DNSSEC");
  expect((await server.dig("+dnssec", "shop.example", "A")).join("\n")).toContain("RRSIG");
}

test("a name server is connected, and a customer has a domain answered by it", async ({ browser }) => {
  const admin = await (await browser.newContext()).newPage();
  await signIn(admin, administrator);
  await connectService(admin);

  const { page } = await newPerson(browser, "Dora");
  await createZone(page);
  expect(await server.dig("+short", "shop.example", "A")).toEqual(["192.0.2.1"]);
  await assertAccessible(page, "zone");
  await editRecords(page);
  await page.setViewportSize({ width: 390, height: 800 });
  await page.emulateMedia({ colorScheme: "dark" });
  await assertAccessible(page, "records on a phone in the dark");
  await page.setViewportSize({ width: 1280, height: 800 });
  await importFile(page);
  await undoAndSign(page);

  await page.getByRole("tab", { name: "Danger zone" }).click();
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await page.getByRole("dialog").getByLabel("Type shop.example to confirm").fill("shop.example");
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await page.waitForURL(/\/dns$/);
  await expect(page.getByText("No DNS zones yet.")).toBeVisible();
  expect(await server.zones()).toEqual([]);

  await admin.reload();
  const service = admin.getByRole("row", { name: /Names/ });
  await service.getByRole("button", { name: "Disconnect" }).click();
  await admin.getByRole("dialog").getByRole("button", { name: "Disconnect" }).click();
  await expect(service).toBeHidden();
});
