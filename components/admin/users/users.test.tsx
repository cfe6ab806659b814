import { screen, waitFor, within } from "@testing-library/react";
import { expect, it } from "vitest";
import { sampleUser } from "@/components/testing/samples";
import { answerWith, pending, refusal, show } from "@/components/testing/show";
import type { UserDetailView } from "@/lib/auth/contract";
import { HostedQuota } from "./hosted-quota";
import { InviteUser } from "./invite-user";
import { UserAccess } from "./user-access";
import { UserQuota } from "./user-quota";
import { UserSessions } from "./user-sessions";
import { UserTable } from "./user-table";

const at = "2026-05-04T10:00:00.000Z";
const button = (name: string | RegExp) => screen.getByRole("button", { name });
const access = (more: Partial<UserDetailView> = {}) => <UserAccess user={{ ...sampleUser, ...more }} canManage />;
const table = { users: [sampleUser], canManage: true, selfId: "usr_1", search: "" };

it("shows managers roles and access as text", () => {
  const locked = { ...sampleUser, id: "usr_3", name: "Linus", email: null, disabled: true, servers: 2 };
  show(<UserTable {...table} users={[sampleUser, locked]} canManage={false} />);
  const row = within(screen.getByRole("row", { name: /Linus/ }));
  expect(row.getByText("USER")).toBeDefined();
  expect(row.getByText("disabled")).toBeDefined();
  expect(row.getByText("2 of 3")).toBeDefined();
  expect(row.getByRole("link", { name: "Linus" }).getAttribute("href")).toBe("/admin/users/usr_3");
  expect(screen.queryByRole("button")).toBeNull();
});

it("enables an account again", async () => {
  const calls = answerWith(() => ({ body: sampleUser }));
  const { user, toasts } = show(<UserTable {...table} users={[{ ...sampleUser, disabled: true }]} />);
  await user.click(button("Enable"));
  await waitFor(() => expect(toasts).toEqual([{ message: "Grace can sign in again.", tone: "done" }]));
  expect(calls[0]?.body).toEqual({ disabled: false });
});

it("keeps the role that was refused, says why, and reads the accounts again", async () => {
  answerWith(() => refusal(409, "One administrator has to remain."));
  const { user, toasts, router } = show(<UserTable {...table} users={[{ ...sampleUser, role: "ADMIN" }]} />);
  const role = screen.getByLabelText("Role of Grace", { selector: "input" });
  await user.click(role);
  await user.click(await screen.findByRole("option", { name: "GUEST" }));
  await waitFor(() => expect(toasts).toEqual([{ message: "One administrator has to remain.", tone: "failed" }]));
  expect(role).toHaveProperty("value", "ADMIN");
  expect(router.refresh).toHaveBeenCalled();
});

it("sends nothing for the role that a person has", async () => {
  const calls = answerWith(() => ({ body: sampleUser }));
  const { user } = show(<UserTable {...table} />);
  await user.click(screen.getByLabelText("Role of Grace", { selector: "input" }));
  await user.click(await screen.findByRole("option", { name: "USER" }));
  expect(calls).toEqual([]);
});

it("shows what was searched for, and all accounts for an empty search", async () => {
  const { user, router } = show(<UserTable {...table} search="grace" />);
  const field = screen.getByLabelText("Search accounts");
  expect(field).toHaveProperty("value", "grace");
  await user.clear(field);
  await user.type(field, "  {Enter}");
  expect(router.replace).toHaveBeenCalledWith("/admin/users");
});

it("counts one server and one token", () => {
  show(access({ servers: 1, tokens: 1 }));
  expect(screen.getByText(/1 server, 1 API token;/).textContent).toContain("last seen never");
});

it("locks an account once, however often the button is clicked", async () => {
  const answer = pending<{ body: unknown }>();
  const calls = answerWith(() => answer.promise);
  const { user, toasts } = show(access());
  await user.click(button("Lock"));
  await waitFor(() => expect(button("Lock").dataset.loading).toBe("true"));
  await user.click(button("Lock"));
  answer.end({ body: sampleUser });
  await waitFor(() => expect(toasts).toHaveLength(1));
  expect(calls.map(({ body }) => body)).toEqual([{ disabled: true }]);
});

it("says that another role ends the sessions of a person", async () => {
  answerWith(() => ({ body: sampleUser }));
  const { user, toasts } = show(access());
  await user.click(screen.getByLabelText("Role", { selector: "input" }));
  await user.click(await screen.findByRole("option", { name: "MANAGER" }));
  await waitFor(() => expect(toasts[0]?.message).toBe("Grace is MANAGER now, and signs in again."));
});

it.each<[string, Partial<UserDetailView>, string | null]>([
  ["without factors", {}, null],
  ["with factors", { factors: ["passkey", "card"] }, "Reset second factors"],
  ["while a reset is due", { factors: ["passkey"], factorResetDueAt: at }, "Cancel the factor reset"],
])("offers a reset of second factors by what there is: %s", (_case, more, name) => {
  show(access(more));
  expect(screen.queryByRole("button", { name: /factor/ })?.textContent ?? null).toBe(name);
  expect(screen.getByText(/^Second factors: /).textContent).toBe(
    { 0: "Second factors: none", 1: "Second factors: passkey", 2: "Second factors: passkey, card" }[
      more.factors?.length ?? 0
    ],
  );
});

it("asks for the reason first, and leaves everything as it is after Escape", async () => {
  const calls = answerWith(() => ({}));
  const { user } = show(access({ factors: ["totp"] }));
  await user.click(button("Reset second factors"));
  const reason = await screen.findByLabelText("Why");
  await waitFor(() => expect(document.activeElement).toBe(reason));
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  await waitFor(() => expect(document.activeElement).toBe(button("Reset second factors")));
  expect(calls).toEqual([]);
});

it("keeps the reason of a reset that is refused", async () => {
  answerWith(() => refusal(409, "A reset is due already."));
  const { user } = show(access({ factors: ["totp"] }));
  await user.click(button("Reset second factors"));
  await user.type(await screen.findByLabelText("Why"), "lost phone{Enter}");
  expect((await screen.findByRole("alert")).textContent).toBe("A reset is due already.");
  expect(screen.getByLabelText("Why")).toHaveProperty("value", "lost phone");
});

it("deletes no account whose name was not typed, and stays open after a refusal", async () => {
  const calls = answerWith(() => refusal(409, "A server was created in the meantime."));
  const { user, router } = show(access());
  await user.click(button("Delete account"));
  const field = await screen.findByLabelText("Type Grace to confirm");
  await waitFor(() => expect(document.activeElement).toBe(field));
  await user.type(field, "grace{Enter}");
  expect(calls).toEqual([]);
  await user.clear(field);
  await user.type(field, "Grace{Enter}");
  expect((await screen.findByRole("alert")).textContent).toBe("A server was created in the meantime.");
  expect(router.push).not.toHaveBeenCalled();
});

it("offers no field to confirm while a person owns a server", async () => {
  const { user } = show(access({ servers: 1 }));
  await user.click(button("Delete account"));
  expect(await screen.findByText(/Grace still owns a server\./)).toBeDefined();
  expect(screen.queryByLabelText(/to confirm/)).toBeNull();
});

const session = {
  browser: "Firefox",
  os: "Linux",
  ip: "192.0.2.7",
  place: "Leipzig",
  withFactor: true,
  lastSeenAt: at,
};
const sessions = [
  { ...session, id: "ses_1" },
  { ...session, id: "ses_2", browser: "Safari", os: "macOS", ip: null, place: null, withFactor: false },
];

it("shows from where a person is signed in, and loads only the session that ends", async () => {
  const answer = pending<{ body: unknown }>();
  answerWith(() => answer.promise);
  const { user, router } = show(<UserSessions userId="usr_2" sessions={sessions} />);
  expect(screen.getByText("192.0.2.7, Leipzig, second factor shown")).toBeDefined();
  await user.click(button(/Safari on macOS/));
  await waitFor(() => expect(button(/Safari/).dataset.loading).toBe("true"));
  expect(button(/Firefox/).dataset.loading).toBeUndefined();
  answer.end({ body: { ended: 1 } });
  await waitFor(() => expect(router.refresh).toHaveBeenCalledOnce());
});

it("says that a person is signed in nowhere", () => {
  show(<UserSessions userId="usr_2" sessions={[]} />);
  expect(screen.getByText("Not signed in anywhere.")).toBeDefined();
  expect(screen.queryByRole("button")).toBeNull();
});

it("sends no quota with an empty field, which gets the focus", async () => {
  const calls = answerWith(() => ({ body: sampleUser }));
  const { user } = show(<UserQuota user={sampleUser} canManage />);
  const field = screen.getByLabelText("CPU cores");
  await user.clear(field);
  await user.click(button("Save quota"));
  await waitFor(() => expect(field.getAttribute("aria-invalid")).toBe("true"));
  await waitFor(() => expect(document.activeElement).toBe(field));
  expect(calls).toEqual([]);
});

it("shows a quota that was saved elsewhere", () => {
  const { rerender } = show(<UserQuota user={sampleUser} canManage={false} />);
  expect(screen.getByLabelText("Servers")).toHaveProperty("readOnly", true);
  expect(screen.queryByRole("button", { name: "Save quota" })).toBeNull();
  rerender(<UserQuota user={{ ...sampleUser, quota: { ...sampleUser.quota, servers: 9 } }} canManage />);
  expect(screen.getByLabelText("Servers")).toHaveProperty("value", "9");
  expect(button("Save quota")).toBeDefined();
});

it("keeps the focus after its own save, and shows later changes of others", async () => {
  answerWith(() => ({ body: sampleUser }));
  const { user, toasts, rerender } = show(<UserQuota user={sampleUser} canManage />);
  const servers = screen.getByLabelText("Servers");
  await user.clear(servers);
  await user.type(servers, "5{Enter}");
  await waitFor(() => expect(toasts).toHaveLength(1));
  const saved = (count: number) => ({ ...sampleUser, quota: { ...sampleUser.quota, servers: count } });
  rerender(<UserQuota user={saved(5)} canManage />);
  expect(document.activeElement).toBe(screen.getByLabelText("Servers"));
  rerender(<UserQuota user={saved(7)} canManage />);
  expect(screen.getByLabelText("Servers")).toHaveProperty("value", "7");
  rerender(<UserQuota user={saved(5)} canManage />);
  expect(screen.getByLabelText("Servers")).toHaveProperty("value", "5");
});

it("takes a limit of hosted objects back to what the role allows", async () => {
  const calls = answerWith(() => ({ body: { items: [] } }));
  const quota = { used: 1, ofRole: null };
  const quotas = [
    { ...quota, kind: "database", label: "Databases", max: 7, source: "person" as const },
    { ...quota, kind: "dns-zone", label: "DNS zones", max: 3, source: "role" as const, ofRole: 3 },
  ];
  const { user, toasts, rerender } = show(<HostedQuota userId="usr_2" quotas={quotas} canManage />);
  expect(screen.getByPlaceholderText("3 by role")).toHaveProperty("value", "");
  expect(screen.getByPlaceholderText("no limit")).toHaveProperty("value", "7");
  await user.clear(screen.getByLabelText("Databases"));
  await user.type(screen.getByLabelText("DNS zones"), "0{Enter}");
  await waitFor(() => expect(toasts[0]?.message).toBe("The quota is saved."));
  expect(calls[0]?.body).toEqual({
    quotas: [
      { kind: "database", max: null },
      { kind: "dns-zone", max: 0 },
    ],
  });
  const now = quotas.map((own, at) => ({
    ...own,
    max: 0,
    source: at === 1 ? ("person" as const) : ("role" as const),
  }));
  rerender(<HostedQuota userId="usr_2" quotas={now} canManage />);
  expect(document.activeElement).toBe(screen.getByLabelText("DNS zones"));
  expect(screen.getByPlaceholderText("no limit")).toHaveProperty("value", "");
});

it("invites somebody, and opens the new account", async () => {
  const calls = answerWith(() => ({ status: 201, body: { id: "usr_9" } }));
  const { user, router, toasts } = show(<InviteUser />);
  await user.click(screen.getByRole("button", { name: "Invite a user" }));
  await user.type(await screen.findByLabelText("Name"), "Grace");
  await user.type(screen.getByLabelText("E-mail address"), "grace@example.net");
  await user.click(screen.getByRole("button", { name: "Send the invitation" }));
  await waitFor(() => expect(router.push).toHaveBeenCalledWith("/admin/users/usr_9"));
  expect(calls[0]).toMatchObject({
    method: "POST",
    path: "/api/admin/users",
    body: { name: "Grace", email: "grace@example.net", role: "USER" },
  });
  expect(toasts[0]?.message).toContain("grace@example.net");
});

it("says beside the field what is wrong with an invitation, and keeps the rest", async () => {
  answerWith(() => ({ status: 201, body: { id: "usr_9" } }));
  const { user } = show(<InviteUser />);
  await user.click(screen.getByRole("button", { name: "Invite a user" }));
  await user.type(await screen.findByLabelText("Name"), "Grace");
  await user.type(screen.getByLabelText("E-mail address"), "grace");
  await user.click(screen.getByRole("button", { name: "Send the invitation" }));
  await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText("E-mail address")));
  expect(screen.getByLabelText("Name")).toHaveProperty("value", "Grace");
});
