import { screen, waitFor, within } from "@testing-library/react";
import { expect, it } from "vitest";
import { AccountNav } from "@/components/account/account-nav";
import { SessionList } from "@/components/account/session-list";
import { answerWith, show } from "@/components/testing/show";
import { DayList } from "@/components/ui/activity/day-list";
import type { ActivityEntry } from "@/lib/platform/activity/contract";
import { AuditList } from "./audit-list";
import { IntegrityBadge } from "./integrity-badge";

const at = "2026-05-04T10:00:00.000Z";
const anyScroll = { scroll: false };
const entry: ActivityEntry = {
  id: "aud_1",
  at,
  actor: { kind: "user", id: "usr_1", name: "Ada", email: "ada@example.net" },
  who: { name: "Ada", href: "/admin/users/usr_1" },
  sentence: [
    { kind: "text", text: "sent " },
    { kind: "code", text: "say hi" },
    { kind: "text", text: " to " },
    { kind: "thing", name: "Survival", href: "/servers/srv_1" },
  ],
  action: "server.command_sent",
  class: "write",
  outcome: "refused",
  targetKind: "server",
  targetId: "srv_1",
  ip: "192.0.2.1",
  userAgent: "Firefox",
  requestId: "req_1",
  before: { memory: 2 },
  after: { memory: 4, name: "Survival" },
  detail: { reason: "quota" },
  chain: 1,
  seq: 12,
};
const groups = [{ value: "server.", label: "Server" }];
const list = { api: "/api/admin/audit", groups, showsOthers: true };
const none = { items: [], nextCursor: null };

it("filters by chips in the address of the page, from the first page on", async () => {
  const { user, router } = show(<AuditList {...list} page={none} />, "/admin/audit?cursor=aud_1&outcome=refused");
  expect(screen.getByText("No matches.")).toBeDefined();
  await user.click(screen.getByRole("button", { name: "Who" }));
  await user.type(await screen.findByRole("textbox", { name: "Who" }), "ada@example.net{Enter}");
  expect(router.replace).toHaveBeenLastCalledWith("/admin/audit?outcome=refused&actor=ada%40example.net", anyScroll);
  await user.click(screen.getByRole("button", { name: "Action" }));
  await user.click(await screen.findByRole("button", { name: "Server" }));
  expect(router.replace).toHaveBeenLastCalledWith("/admin/audit?outcome=refused&action=server.", anyScroll);
  expect(screen.getByRole("button", { name: "Result: Refused" })).toBeDefined();
  await user.click(screen.getByRole("button", { name: "Remove the filter Result" }));
  expect(router.replace).toHaveBeenLastCalledWith("/admin/audit?", anyScroll);
});

it("downloads what is filtered, and links to older entries", () => {
  show(<AuditList {...list} page={{ items: [entry], nextCursor: "aud_1" }} />, "/admin/audit?action=server.");
  const csv = screen.getByRole("link", { name: "CSV" });
  expect(csv.getAttribute("href")).toBe("/api/admin/audit?action=server.&format=csv");
  const older = screen.getByRole("link", { name: "Older entries" });
  expect(older.getAttribute("href")).toBe("/admin/audit?action=server.&cursor=aud_1");
});

it("says who did what with links, and has the rest in the details", () => {
  show(<AuditList {...list} page={{ items: [entry], nextCursor: null }} />);
  const item = within(screen.getByRole("listitem"));
  expect(item.getByRole("link", { name: "Ada" }).getAttribute("href")).toBe("/admin/users/usr_1");
  expect(item.getByRole("link", { name: "Survival" }).getAttribute("href")).toBe("/servers/srv_1");
  expect(item.getByText("say hi").tagName).toBe("CODE");
  expect(item.getByText("refused")).toBeDefined();
  const change = within(screen.getByRole("row", { name: /memory/ }));
  expect(change.getAllByRole("cell").map(({ textContent }) => textContent)).toEqual(["2", "4"]);
  const details = item.getByRole("group");
  for (const text of ["192.0.2.1", "req_1", "quota", "server srv_1", /number 12 of chain 1, write/])
    expect(within(details).getByText(text)).toBeDefined();
  // Ids are in the details only.
  const sentence = item.getByText("say hi").parentElement?.textContent ?? "";
  expect(sentence).toMatch(/^Ada sent say hi to Survival/);
  expect(sentence).not.toContain("srv_1");
});

it("groups events by day", () => {
  const now = Date.parse("2026-05-06T12:00:00Z");
  const days = ["2026-05-06T10:00:00Z", "2026-05-06T09:00:00Z", "2026-05-05T10:00:00Z", "2025-12-24T10:00:00Z"];
  show(<DayList label="Entries" now={now} entries={days.map((day) => ({ id: day, at: day, row: day }))} />);
  const headings = screen.getAllByRole("heading").map(({ textContent }) => textContent);
  expect(headings).toEqual(["Today", "Yesterday", expect.stringMatching(/^Wednesday,? 24 December 2025$/)]);
});

it("keeps views under a name, and shows them again", async () => {
  localStorage.clear();
  const { user, router } = show(<AuditList {...list} page={none} />, "/admin/audit?outcome=refused&cursor=aud_1");
  await user.click(screen.getByRole("button", { name: "Views" }));
  await user.type(await screen.findByRole("textbox", { name: "Save this view" }), "Refusals{Enter}");
  await user.click(screen.getByRole("button", { name: "Refusals" }));
  expect(router.replace).toHaveBeenLastCalledWith("/admin/audit?outcome=refused", anyScroll);
  expect(localStorage.getItem("lightnode:views:/admin/audit")).toContain("Refusals");
});

it("verifies the log and says what it found", async () => {
  answerWith(() => ({ body: { ok: false, entries: 12, summary: "Entry 12 of chain 1 was changed." } }));
  const { user } = show(<IntegrityBadge />);
  await user.click(screen.getByRole("button", { name: "Verify chain" }));
  expect(await screen.findByText("Entry 12 of chain 1 was changed.")).toBeDefined();
  expect(screen.getByText("Not intact")).toBeDefined();
});

const session = {
  id: "ses_1",
  device: "computer" as const,
  browser: "Firefox",
  os: "Linux",
  ip: "192.0.2.1",
  place: null,
  serverId: null,
  withFactor: true,
  isNewDevice: false,
  createdAt: at,
  lastSeenAt: at,
  current: true,
};

it("ends another session, all others, or confirms a new device", async () => {
  const other = { ...session, id: "ses_2", browser: "Safari", os: "iOS", current: false, isNewDevice: true };
  const calls = answerWith(() => ({ body: { ended: 1 } }));
  const { user, toasts } = show(<SessionList sessions={[session, other]} />);
  expect(screen.queryByRole("button", { name: "End the session of Firefox on Linux" })).toBeNull();
  await user.click(screen.getByRole("button", { name: "It was me" }));
  await waitFor(() => expect(toasts).toHaveLength(1));
  await user.click(screen.getByRole("button", { name: "End the session of Safari on iOS" }));
  await waitFor(() => expect(toasts).toHaveLength(2));
  await user.click(screen.getByRole("button", { name: "End all others" }));
  await waitFor(() => expect(toasts.map(({ message }) => message)).toContain("All other sessions ended."));
  expect(calls.map(({ method, path }) => `${method} ${path}`)).toEqual([
    "POST /api/account/sessions/ses_2/acknowledge",
    "DELETE /api/account/sessions/ses_2",
    "DELETE /api/account/sessions",
  ]);
});

it("shows only the security page until a required factor is set up", () => {
  show(<AccountNav onlySecurity />, "/account/security");
  expect(screen.getAllByRole("link").map(({ textContent }) => textContent)).toEqual(["Security"]);
  expect(screen.getByRole("link", { current: "page" }).textContent).toBe("Security");
});
