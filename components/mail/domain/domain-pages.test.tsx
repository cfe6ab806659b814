import { screen, waitFor, within } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { sampleAlias, sampleMailbox, sampleMailDomain } from "@/components/testing/mail-samples";
import { answerWith, type Call, show } from "@/components/testing/show";
import type { MailDomainDetailView } from "@/lib/hosted-services/mail/contract";
import type { MailRights } from "../mail-rights";
import { DomainDetail } from "./domain-detail";
import { MailTable } from "./mail-table";

vi.mock("pusher-js", async () => ({ default: (await import("@/components/testing/fake-pusher")).FakePusher }));

const all: MailRights = { create: true, manage: true, credentials: true, delete: true };
const readOnly: MailRights = { create: false, manage: false, credentials: false, delete: false };
const delivery = {
  at: "2026-05-04T10:00:00.000Z",
  sender: "",
  recipient: "x@elsewhere.example",
  status: "bounced",
  detail: "550 no such user",
};

function panel(extra: (call: Call) => { status?: number; body?: unknown } | null = () => null): Call[] {
  return answerWith((call) => {
    const own = extra(call);
    if (own) return own;
    if (call.path.includes("/events")) return { body: { items: [] } };
    if (call.path.includes("/deliveries")) return { body: { items: [delivery], nextCursor: null } };
    if (call.path.includes("mailboxes")) return { body: { items: [sampleMailbox], nextCursor: null } };
    if (call.path.includes("mail-aliases")) return { body: { items: [sampleAlias], nextCursor: null } };
    return { body: sampleMailDomain };
  });
}

const page = (more: Partial<MailDomainDetailView> = {}, rights = all) => (
  <DomainDetail initial={{ ...sampleMailDomain, ...more }} initialEvents={[]} channel="c" rights={rights} />
);
const sent = (calls: Call[], method: string) => calls.filter((call) => call.method === method).map(({ body }) => body);

it("lists domains, and says what mail is for without one", async () => {
  const { user, unmount } = show(
    <MailTable items={[sampleMailDomain]} nextCursor={null} channel="c" canCreate />,
    "/mail",
  );
  expect(screen.getByRole("link", { name: "example.com" }).getAttribute("href")).toBe("/mail/mdo_1");
  unmount();
  show(<MailTable items={[]} nextCursor={null} channel="c" canCreate={false} />, "/mail");
  expect(screen.getByText("No mail domains yet.")).toBeDefined();
  expect(screen.queryByRole("button", { name: "Add domain" })).toBeNull();
  expect(user).toBeDefined();
});

it("adds a domain and opens its page", async () => {
  const calls = panel();
  const { user, router } = show(<MailTable items={[]} nextCursor={null} channel="c" canCreate />, "/mail");
  await user.click(screen.getByRole("button", { name: "Add domain" }));
  const dialog = within(await screen.findByRole("dialog"));
  await user.type(dialog.getByLabelText("Domain"), "example.com");
  await user.click(dialog.getByRole("button", { name: "Add domain" }));
  await waitFor(() => expect(router.push).toHaveBeenCalledWith("/mail/mdo_1"));
  expect(sent(calls, "POST")).toEqual([{ name: "example.com" }]);
});

it("shows mailboxes, and how many records need attention", async () => {
  panel();
  show(page());
  expect(screen.getByText("2 DNS records need attention")).toBeDefined();
  const row = within(await screen.findByRole("row", { name: /ann@example.com/ }));
  expect(row.getByRole("link").getAttribute("href")).toBe("/mail/mailboxes/mbx_1");
  expect(row.getByText("100 MiB of 1 GiB")).toBeDefined();
  expect(row.getByText("never")).toBeDefined();
});

it("creates a mailbox, and shows a password that was made once", async () => {
  const calls = panel(({ method }) =>
    method === "POST" ? { status: 201, body: { ...sampleMailbox, password: "made-for-you" } } : null,
  );
  const { user } = show(page());
  await user.click(await screen.findByRole("button", { name: "Create mailbox" }));
  const dialog = within(await screen.findByRole("dialog"));
  await user.type(dialog.getByLabelText("Address"), "ann");
  await user.click(dialog.getByRole("button", { name: "Create mailbox" }));
  expect(await screen.findByText("made-for-you")).toBeDefined();
  expect(screen.getByText("mail.example.net:993")).toBeDefined();
  expect(sent(calls, "POST")).toEqual([{ address: "ann@example.com", quotaMb: 1024 }]);
  await user.keyboard("{Escape}");
  expect(screen.getByText("made-for-you")).toBeDefined();
});

it("shows why an address is refused beside its field", async () => {
  const errors = [{ path: "address", message: "ann@example.com exists already." }];
  panel(({ method }) => (method === "POST" ? { status: 409, body: { title: "Taken", status: 409, errors } } : null));
  const { user } = show(page());
  await user.click(await screen.findByRole("button", { name: "Create mailbox" }));
  const dialog = within(await screen.findByRole("dialog"));
  await user.type(dialog.getByLabelText("Address"), "ann");
  await user.click(dialog.getByRole("button", { name: "Create mailbox" }));
  expect(await dialog.findByText("ann@example.com exists already.")).toBeDefined();
});

it("lists records with what is wrong, and checks again", async () => {
  const calls = panel();
  const { user } = show(page());
  await user.click(screen.getByRole("tab", { name: "DNS records" }));
  const rows = await screen.findAllByRole("row");
  expect(rows[1]?.textContent).toContain("Written by the panel.");
  expect(rows[2]?.textContent).toContain('Found: "v=spf1 -all"');
  expect(rows[3]?.textContent).toContain("Add it where the domain's DNS is kept.");
  expect(screen.getByRole("button", { name: "Copy value of MX example.com" })).toBeDefined();
  const before = calls.length;
  await user.click(screen.getByRole("button", { name: "Check again" }));
  await waitFor(() => expect(calls.length).toBeGreaterThan(before));
});

it("changes and deletes aliases", async () => {
  const calls = panel(({ method }) => (method === "DELETE" ? { status: 202, body: { status: "deleting" } } : null));
  const { user } = show(page());
  await user.click(screen.getByRole("tab", { name: "Aliases" }));
  await user.click(await screen.findByRole("button", { name: "Change sales@example.com" }));
  const dialog = within(await screen.findByRole("dialog"));
  const field = dialog.getByLabelText("Mail goes to");
  await user.clear(field);
  await user.type(field, "one@x.example, two@x.example");
  await user.click(dialog.getByRole("button", { name: "Save changes" }));
  await waitFor(() => expect(sent(calls, "PATCH")).toEqual([{ destinations: ["one@x.example", "two@x.example"] }]));
  await user.click(await screen.findByRole("button", { name: "Delete sales@example.com" }));
  await user.click(within(await screen.findByRole("dialog")).getByRole("button", { name: "Delete" }));
  await waitFor(() => expect(sent(calls, "DELETE")).toHaveLength(1));
});

it("shows the answers of other servers", async () => {
  panel();
  const { user } = show(page());
  await user.click(screen.getByRole("tab", { name: "Delivery log" }));
  expect((await screen.findByRole("row", { name: /elsewhere/ })).textContent).toContain("the mail server");
  expect(screen.getByText("550 no such user")).toBeDefined();
});

it("sets and removes the catch-all, and rotates the key", async () => {
  const calls = panel();
  const { user } = show(page({ catchAll: "ann@example.com" }));
  await user.click(screen.getByRole("tab", { name: "Settings" }));
  await user.clear(await screen.findByLabelText("Catch-all address"));
  await user.click(screen.getByRole("button", { name: "Save changes" }));
  await waitFor(() => expect(sent(calls, "PATCH")).toEqual([{ catchAll: null }]));
  await user.click(screen.getByRole("button", { name: "Rotate" }));
  const dialog = within(await screen.findByRole("dialog"));
  expect(dialog.getByText(/Add the new record to your DNS/)).toBeDefined();
  await user.click(dialog.getByRole("button", { name: "Rotate" }));
  await waitFor(() => expect(calls.some(({ path }) => path.endsWith("/rotate-dkim"))).toBe(true));
});

it("offers nothing to people who may only read", async () => {
  panel();
  show(page({}, readOnly));
  await screen.findByRole("row", { name: /ann@example.com/ });
  expect(screen.queryByRole("button", { name: "Create mailbox" })).toBeNull();
  expect(screen.queryByRole("tab", { name: "Settings" })).toBeNull();
});
