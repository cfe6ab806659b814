import { screen, waitFor, within } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { sampleAlias, sampleMailbox, sampleMailDomain } from "@/components/testing/mail-samples";
import { answerWith, type Call, refusal, show } from "@/components/testing/show";
import { showLive } from "@/components/testing/show-live";
import type { MailDeliveryView, MailDomainDetailView } from "@/lib/hosted-services/mail/contract";
import AliasDialog from "./alias-dialog";
import CreateMailDomain from "./create-domain";
import CreateMailbox from "./create-mailbox";
import DomainAliases from "./domain-aliases";
import DomainDeliveries from "./domain-deliveries";
import { DomainDetail } from "./domain-detail";
import { DomainMailboxes } from "./domain-mailboxes";
import DomainRecords from "./domain-records";
import DomainSettings from "./domain-settings";

vi.mock("pusher-js", async () => ({ default: (await import("@/components/testing/fake-pusher")).FakePusher }));

const rights = { create: true, manage: true, credentials: true, delete: true };
const button = (name: string) => screen.getByRole("button", { name });
const part = { view: sampleMailDomain, channel: "c", onDone: () => {} };
const changes = (calls: Call[]) => calls.filter(({ method }) => method !== "GET");

it("begins a new domain with its name, and shows why it is refused beside it", async () => {
  const calls = answerWith(() => refusal(409, "Refused.", [{ path: "name", message: "The domain is in use." }]));
  const { user, router } = show(<CreateMailDomain onClose={() => {}} />);
  const name = screen.getByLabelText("Domain");
  await waitFor(() => expect(document.activeElement).toBe(name));
  await user.keyboard("x{Enter}");
  await waitFor(() => expect(name.getAttribute("aria-invalid")).toBe("true"));
  expect(calls).toEqual([]);
  await user.clear(name);
  await user.type(name, "example.com{Enter}");
  expect(await screen.findByText("The domain is in use.")).toBeDefined();
  expect(router.push).not.toHaveBeenCalled();
});

it("sends a password of one's own, and shows no password then", async () => {
  const calls = answerWith(() => ({ status: 201, body: { ...sampleMailbox, password: null } }));
  const onDone = vi.fn();
  const { user } = show(<CreateMailbox domain="example.com" onDone={onDone} onClose={() => {}} />);
  await user.type(screen.getByLabelText("Address"), " ann ");
  await user.type(screen.getByLabelText("Password"), "too short");
  await user.click(button("Create mailbox"));
  await waitFor(() => expect(screen.getByLabelText("Password").getAttribute("aria-invalid")).toBe("true"));
  expect(calls).toEqual([]);
  await user.type(screen.getByLabelText("Password"), ", not now");
  await user.click(button("Create mailbox"));
  expect(await screen.findByRole("dialog", { name: "ann@example.com" })).toBeDefined();
  expect(onDone).toHaveBeenCalledOnce();
  expect(calls[0]?.body).toEqual({ address: "ann@example.com", password: "too short, not now", quotaMb: 1024 });
  expect(screen.queryByText("too short, not now")).toBeNull();
});

it("creates an alias, and shows which destination is refused", async () => {
  let isRefused = true;
  const errors = [{ path: "destinations.1", message: "bob is no address." }];
  const calls = answerWith(() =>
    isRefused
      ? refusal(422, "Refused.", errors)
      : { status: 202, body: { ...sampleAlias, address: "shop@example.com" } },
  );
  const [onDone, onClose] = [vi.fn(), vi.fn()];
  const alias = <AliasDialog domain="example.com" alias={null} onDone={onDone} onClose={onClose} />;
  const { user, toasts } = show(alias);
  await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText("Address")));
  await user.keyboard("shop");
  await user.type(screen.getByLabelText("Mail goes to"), "ann@example.com{Enter}bob");
  await user.click(button("Create alias"));
  expect(await screen.findByText("bob is no address.")).toBeDefined();
  await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText("Mail goes to")));
  expect(onClose).not.toHaveBeenCalled();
  isRefused = false;
  await user.keyboard("@example.com");
  await user.click(button("Create alias"));
  await waitFor(() => expect(onClose).toHaveBeenCalledOnce());
  expect(toasts[0]?.message).toBe("shop@example.com is being created.");
  const destinations = ["ann@example.com", "bob@example.com"];
  expect(calls[1]).toMatchObject({ method: "POST", body: { address: "shop@example.com", destinations } });
});

it("begins the change of an alias with its destinations", async () => {
  show(<AliasDialog domain="example.com" alias={sampleAlias} onDone={() => {}} onClose={() => {}} />);
  const destinations = screen.getByLabelText("Mail goes to");
  await waitFor(() => expect(document.activeElement).toBe(destinations));
  expect(destinations).toHaveProperty("value", "ann@example.com\nbob@elsewhere.example");
  expect(screen.queryByLabelText("Address")).toBeNull();
});

it("loads older aliases on demand", async () => {
  const older = { ...sampleAlias, id: "mal_0", address: "old@example.com" };
  const calls = answerWith(({ path }) =>
    path.includes("cursor=")
      ? { body: { items: [older], nextCursor: null } }
      : { body: { items: [sampleAlias], nextCursor: "mal_1" } },
  );
  const { user } = show(<DomainAliases {...part} rights={rights} />);
  await user.click(await screen.findByRole("button", { name: "Older aliases" }));
  expect(await screen.findByText("old@example.com")).toBeDefined();
  expect(screen.getByText("sales@example.com")).toBeDefined();
  expect(screen.queryByRole("button", { name: "Older aliases" })).toBeNull();
  expect(calls[1]?.path).toBe("/api/provisioning/mail-aliases?limit=50&cursor=mal_1&domain=mdo_1");
});

it.each([
  ["active", rights, ["Create alias", "Change", "Delete"]],
  ["provisioning", rights, ["Create alias", "Delete"]],
  ["deleting", rights, ["Create alias"]],
  ["active", { ...rights, create: false, delete: false }, ["Change"]],
  ["active", { ...rights, create: false, manage: false, delete: false }, []],
] as const)("offers for an alias that is %s what the person may do: %j", async (status, may, names) => {
  answerWith(() => ({ body: { items: [{ ...sampleAlias, status }], nextCursor: null } }));
  show(<DomainAliases {...part} rights={may} />);
  await screen.findByText("sales@example.com");
  expect(screen.queryAllByRole("button").map(({ textContent }) => textContent)).toEqual(names);
});

it("keeps an alias whose deletion is refused, and says why", async () => {
  answerWith(({ method }) =>
    method === "GET"
      ? { body: { items: [sampleAlias], nextCursor: null } }
      : refusal(409, "Another change of this alias is running."),
  );
  const { user } = show(<DomainAliases {...part} rights={rights} />);
  await user.click(await screen.findByRole("button", { name: "Delete sales@example.com" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Delete the alias" }));
  expect(dialog.getByText("Mail for sales@example.com is refused then.")).toBeDefined();
  await user.click(dialog.getByRole("button", { name: "Delete" }));
  expect((await dialog.findByRole("alert")).textContent).toBe("Another change of this alias is running.");
  await user.click(dialog.getByRole("button", { name: "Cancel" }));
  await waitFor(() => expect(document.activeElement).toBe(button("Delete sales@example.com")));
});

it("reads the mailboxes again when one of them changes", async () => {
  let status = "provisioning";
  answerWith(() => ({ body: { items: [{ ...sampleMailbox, status, usedBytes: null }], nextCursor: null } }));
  const { connect, emit } = await showLive(<DomainMailboxes {...part} canCreate={false} />);
  await connect();
  expect(await screen.findByText("up to 1 GiB")).toBeDefined();
  status = "active";
  const at = sampleMailbox.createdAt;
  await emit("c", "hosted.status", { resourceId: "mbx_1", kind: "mailbox", status, at });
  expect(await screen.findByText("active")).toBeDefined();
  expect(screen.queryByRole("button", { name: "Create mailbox" })).toBeNull();
});

it("creates no mailbox in a domain that failed, and says why mailboxes cannot be read", async () => {
  answerWith(() => refusal(400, "The mailboxes cannot be read."));
  const view = { ...sampleMailDomain, status: "failed" as const };
  show(<DomainMailboxes {...part} view={view} canCreate />);
  expect(screen.queryByRole("button", { name: "Create mailbox" })).toBeNull();
  expect((await screen.findByRole("alert")).textContent).toBe("The mailboxes cannot be read.");
});

const delivery = (recipient: string, sender = "ann@example.com"): MailDeliveryView => ({
  ...{ at: sampleMailbox.createdAt, sender, recipient, status: "delivered", detail: "250 OK" },
});

it("loads older deliveries, and keeps two that are equal", async () => {
  answerWith(({ path }) =>
    path.includes("cursor=")
      ? { body: { items: [delivery("x@elsewhere.example")], nextCursor: null } }
      : { body: { items: [delivery("x@elsewhere.example"), delivery("y@elsewhere.example")], nextCursor: "9" } },
  );
  const { user } = show(<DomainDeliveries id="mdo_1" />);
  await user.click(await screen.findByRole("button", { name: "Older deliveries" }));
  await waitFor(() => expect(screen.getAllByRole("row", { name: /x@elsewhere/ })).toHaveLength(2));
  expect(screen.queryByRole("button", { name: "Older deliveries" })).toBeNull();
});

it("says what the log will show while there was no mail", async () => {
  answerWith(() => ({ body: { items: [], nextCursor: null } }));
  show(<DomainDeliveries id="mdo_1" />);
  expect(screen.getByText("Reading the log…")).toBeDefined();
  expect(await screen.findByText("No mail yet.")).toBeDefined();
});

it("says who writes the records, and how long the record of an old key stays", () => {
  const records = sampleMailDomain.records.map((record) => ({ ...record, managed: false }));
  const dkim = { ...sampleMailDomain.dkim, previous: "ln1" };
  const { rerender } = show(<DomainRecords view={sampleMailDomain} onCheck={() => {}} />);
  expect(screen.getByText(/the panel writes these records beside yours/)).toBeDefined();
  expect(screen.queryByRole("alert")).toBeNull();
  rerender(<DomainRecords view={{ ...sampleMailDomain, records, dkim }} onCheck={() => {}} />);
  expect(screen.getByText(/Write these records where the DNS of the domain is kept/)).toBeDefined();
  expect(screen.getByRole("alert").textContent).toContain("The record of ln1 stays for a week");
});

const settings = (more: Partial<MailDomainDetailView> = {}, may = rights) => (
  <DomainSettings view={{ ...sampleMailDomain, ...more }} rights={may} onDone={() => {}} />
);

it("puts the message beside a catch-all address that does not exist", async () => {
  const calls = answerWith(() => refusal(422, "Refused.", [{ path: "catchAll", message: "No such mailbox." }]));
  const { user } = show(settings());
  await user.type(screen.getByLabelText("Catch-all address"), "all@example.com{Enter}");
  expect(await screen.findByText("No such mailbox.")).toBeDefined();
  expect(calls[0]?.body).toEqual({ catchAll: "all@example.com" });
  expect(screen.getByLabelText("Catch-all address")).toHaveProperty("value", "all@example.com");
});

it("deletes a domain once its name is typed, and stays open while mailboxes are left", async () => {
  const calls = answerWith(() => refusal(409, "Delete its mailboxes first."));
  const { user } = show(settings());
  await user.click(button("Delete"));
  const dialog = within(await screen.findByRole("dialog", { name: "Delete the mail domain" }));
  await user.click(dialog.getByRole("button", { name: "Delete" }));
  expect(changes(calls)).toEqual([]);
  await user.type(dialog.getByLabelText("Type example.com to confirm"), "example.com{Enter}");
  expect((await dialog.findByRole("alert")).textContent).toBe("Delete its mailboxes first.");
  expect(changes(calls).map(({ method, path }) => `${method} ${path}`)).toEqual([
    "DELETE /api/provisioning/mail-domains/mdo_1",
  ]);
});

it("offers settings by state and right", () => {
  const { rerender } = show(settings({ status: "suspended" }));
  expect(screen.queryByLabelText("Catch-all address")).toBeNull();
  expect(screen.getAllByRole("button").map(({ textContent }) => textContent)).toEqual(["Delete"]);
  rerender(settings({ status: "suspended" }, { ...rights, delete: false }));
  expect(screen.getByText("Nothing can be done now.")).toBeDefined();
});

it.each([
  ["ok", "No DNS record needs attention"],
  ["missing", "1 DNS record needs attention"],
] as const)("says how many records need attention: %s", (state, text) => {
  answerWith(() => ({ body: { items: [], nextCursor: null } }));
  const [first, ...others] = sampleMailDomain.records.map((record) => ({ ...record, state: "ok" as const }));
  const records = first ? [{ ...first, state }, ...others] : [];
  show(<DomainDetail initial={{ ...sampleMailDomain, records }} initialEvents={[]} channel="c" rights={rights} />);
  expect(screen.getByText(text)).toBeDefined();
});
