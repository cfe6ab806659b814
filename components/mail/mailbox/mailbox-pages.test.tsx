import { screen, waitFor, within } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { sampleMailbox } from "@/components/testing/mail-samples";
import { answerWith, type Call, show } from "@/components/testing/show";
import type { MailboxView } from "@/lib/hosted-services/mail/contract";
import { MailboxDetail } from "./mailbox-detail";
import { OwnMailbox } from "./own-mailbox";

vi.mock("pusher-js", async () => ({ default: (await import("@/components/testing/fake-pusher")).FakePusher }));

const all = { create: true, manage: true, credentials: true, delete: true };
const page = (more: Partial<MailboxView> = {}, rights = all) => (
  <MailboxDetail initial={{ ...sampleMailbox, ...more }} initialEvents={[]} channel="c" rights={rights} />
);
const panel = (extra: (call: Call) => { status?: number; body?: unknown } | null = () => null) =>
  answerWith((call) => extra(call) ?? { body: call.path.includes("/events") ? { items: [] } : sampleMailbox });
const sent = (calls: Call[], method: string) => calls.filter((call) => call.method === method).map(({ body }) => body);

it("shows what mail programs ask for, and what is used", () => {
  panel();
  show(page());
  for (const text of ["ann@example.com", "mail.example.net:993", "mail.example.net:587"])
    expect(screen.getAllByText(text).length).toBeGreaterThan(0);
  expect(screen.getByRole("meter", { name: "Size" })).toBeDefined();
});

it("changes size and forwarding", async () => {
  const calls = panel();
  const { user } = show(page());
  await user.click(screen.getByRole("tab", { name: "Settings" }));
  await user.type(await screen.findByLabelText("Forward mail to"), "bob@elsewhere.example");
  await user.click(screen.getByLabelText("Keep forwarded mail in this mailbox too"));
  await user.click(screen.getByRole("button", { name: "Save changes" }));
  await waitFor(() =>
    expect(sent(calls, "PATCH")).toEqual([{ quotaMb: 1024, forwardTo: ["bob@elsewhere.example"], keepCopy: false }]),
  );
});

it("asks for a text before it answers automatically", async () => {
  const calls = panel();
  const { user } = show(page());
  await user.click(screen.getByRole("tab", { name: "Automatic answer" }));
  await user.click(await screen.findByLabelText("Answer mail automatically"));
  await user.click(screen.getByRole("button", { name: "Save changes" }));
  expect(await screen.findByText("Write the answer.")).toBeDefined();
  await user.type(screen.getByLabelText("Text"), "Away");
  await user.click(screen.getByRole("button", { name: "Save changes" }));
  const answer = { enabled: true, subject: "", text: "Away", from: null, until: null };
  await waitFor(() => expect(sent(calls, "PUT")).toEqual([answer]));
});

it("waits with changes until the mailbox is there", async () => {
  panel(({ path }) => (path.includes("/events") ? null : { body: { ...sampleMailbox, status: "provisioning" } }));
  const { user } = show(page({ status: "provisioning" }));
  await user.click(screen.getByRole("tab", { name: "Settings" }));
  expect(await screen.findByText(/Settings can be changed once/)).toBeDefined();
  await user.click(screen.getByRole("tab", { name: "Automatic answer" }));
  expect(await screen.findByText(/It can be set once/)).toBeDefined();
});

it("shows a new password once, suspends, and deletes after the address was typed", async () => {
  const calls = panel(({ method, path }) => {
    if (path.endsWith("/password")) return { body: { address: "ann@example.com", password: "fresh-one" } };
    return method === "POST" || method === "DELETE" ? { status: 202, body: { status: "suspended" } } : null;
  });
  const { user } = show(page());
  await user.click(screen.getByRole("tab", { name: "Danger zone" }));
  await user.click(await screen.findByRole("button", { name: "Set a new password" }));
  await user.click(within(await screen.findByRole("dialog")).getByRole("button", { name: "Set a new password" }));
  expect(await screen.findByText("fresh-one")).toBeDefined();
  await user.click(screen.getByRole("button", { name: "Done" }));
  await user.click(screen.getByRole("button", { name: "Suspend" }));
  await user.click(within(await screen.findByRole("dialog")).getByRole("button", { name: "Suspend" }));
  await waitFor(() => expect(calls.some(({ path }) => path.endsWith("/suspend"))).toBe(true));
  await user.click(await screen.findByRole("button", { name: "Delete" }));
  const dialog = within(await screen.findByRole("dialog"));
  await user.type(dialog.getByLabelText(/to confirm/), "ann@example.com");
  await user.click(dialog.getByRole("button", { name: "Delete" }));
  await waitFor(() => expect(sent(calls, "DELETE")).toHaveLength(1));
});

it("lets the user of a mailbox in with its password, and keeps the new one for further changes", async () => {
  const { address, status, quotaMb, usedBytes, autoresponder, imap, submission } = sampleMailbox;
  const view = { address, status, quotaMb, usedBytes, autoresponder, imap, submission };
  let isRefused = true;
  const calls = answerWith(({ path }) => {
    if (path.endsWith("/settings") && isRefused)
      return { status: 401, body: { title: "Sign in", status: 401, detail: "The address or the password is wrong." } };
    return { body: path.endsWith("/password") ? { address } : view };
  });
  const { user } = show(<OwnMailbox />, "/mailbox");
  await user.type(screen.getByLabelText("Mail address"), address);
  await user.type(screen.getByLabelText("Password of the mailbox"), "first password");
  await user.click(screen.getByRole("button", { name: "Continue" }));
  expect(await screen.findByText("The address or the password is wrong.")).toBeDefined();
  isRefused = false;
  await user.click(screen.getByRole("button", { name: "Continue" }));
  await user.type(await screen.findByLabelText("New password"), "second password");
  await user.click(screen.getByRole("button", { name: "Change the password" }));
  await waitFor(() => expect(calls.at(-1)?.path).toMatch(/\/password$/));
  await user.type(screen.getByLabelText("Text"), "Away");
  await user.click(screen.getByRole("button", { name: "Save changes" }));
  await waitFor(() => expect(calls.at(-1)?.body).toMatchObject({ address, password: "second password" }));
});
