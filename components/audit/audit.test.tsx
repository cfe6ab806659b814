import { screen, waitFor, within } from "@testing-library/react";
import { expect, it } from "vitest";
import { AccountNav } from "@/components/account/account-nav";
import { SessionList } from "@/components/account/session-list";
import { answerWith, show } from "@/components/testing/show";
import type { AuditEntryView } from "@/lib/audit/contract";
import { AuditList } from "./audit-list";
import { VerifyButton } from "./verify-button";

const at = "2026-05-04T10:00:00.000Z";
const entry: AuditEntryView = {
  id: "aud_1",
  at,
  actor: { kind: "user", id: "usr_1", name: "Ada", email: "ada@example.net" },
  action: "server.updated",
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
const list = { path: "/admin/audit", api: "/api/admin/audit", selfId: "usr_2", showsOthers: true };

it("filters by the address of the page, from the first page on", async () => {
  const { user, router } = show(
    <AuditList {...list} values={{ action: "server." }} page={{ items: [], nextCursor: null }} />,
  );
  expect(screen.getByText("No matches.")).toBeDefined();
  await user.type(screen.getByLabelText("Who"), "ada@example.net");
  await user.click(screen.getByRole("button", { name: "Show" }));
  expect(router.push).toHaveBeenCalledWith("/admin/audit?actor=ada%40example.net&action=server.");
});

it("downloads what is filtered, and links to older entries", () => {
  show(<AuditList {...list} values={{ action: "server." }} page={{ items: [entry], nextCursor: "aud_1" }} />);
  const csv = screen.getByRole("link", { name: "CSV" });
  expect(csv.getAttribute("href")).toBe("/api/admin/audit?action=server.&format=csv");
  const older = screen.getByRole("link", { name: "Older entries" });
  expect(older.getAttribute("href")).toBe("/admin/audit?action=server.&cursor=aud_1");
});

it("shows who did what, what changed, and where it came from", () => {
  show(<AuditList {...list} values={{}} page={{ items: [entry], nextCursor: null }} />);
  expect(screen.getByText(/Ada \(ada@example.net\)/)).toBeDefined();
  expect(screen.getByText("refused")).toBeDefined();
  const change = within(screen.getByRole("row", { name: /memory/ }));
  expect(change.getAllByRole("cell").map(({ textContent }) => textContent)).toEqual(["2", "4"]);
  expect(screen.getByText(/number 12 of chain 1, write/)).toBeDefined();
  expect(screen.getByText("quota")).toBeDefined();
});

it.each([
  [{ ...entry, actor: { ...entry.actor, id: "usr_2" } }, "You"],
  [{ ...entry, actor: { kind: "token", id: "usr_2", name: null, email: null } }, "You, by a token"],
  [{ ...entry, actor: { kind: "user", id: "usr_7", name: null, email: null } }, "Erased account usr_7"],
  [{ ...entry, actor: { kind: "system", id: null, name: null, email: null } }, "The panel"],
])("names the actor: %#", (item, name) => {
  show(<AuditList {...list} values={{}} page={{ items: [{ ...item, targetId: null }], nextCursor: null }} />);
  expect(screen.getByText(name)).toBeDefined();
});

it("verifies the log and says what it found", async () => {
  answerWith(() => ({ body: { ok: false, summary: "Entry 12 of chain 1 was changed." } }));
  const { user } = show(<VerifyButton />);
  await user.click(screen.getByRole("button", { name: "Verify chain" }));
  expect(await screen.findByText("Entry 12 of chain 1 was changed.")).toBeDefined();
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
