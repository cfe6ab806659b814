import { screen, waitFor, within } from "@testing-library/react";
import { expect, it } from "vitest";
import { sampleUser } from "@/components/testing/samples";
import { answerWith, pending, refusal, show } from "@/components/testing/show";
import type { EncryptionStatus } from "@/lib/platform/contract";
import { EncryptionPanel } from "./encryption/encryption-panel";
import { JobTable } from "./jobs/job-table";
import { ResendMail, SendTestMail } from "./mail/mail-actions";
import { MailContent } from "./mail/mail-content";
import { MailTable } from "./mail/mail-table";
import { NodeStateSelect } from "./nodes/node-state-select";
import { ReachableEditor } from "./nodes/reachable-editor";
import { ExplainForm } from "./roles/explain-form";
import { UserAccess } from "./users/user-access";
import { UserQuota } from "./users/user-quota";
import { UserSessions } from "./users/user-sessions";
import { UserTable } from "./users/user-table";

const at = "2026-05-04T10:00:00.000Z";
const button = (name: string | RegExp) => screen.getByRole("button", { name });

it("changes the role of another person, and not one's own", async () => {
  const self = { ...sampleUser, id: "usr_1", name: "Ada", role: "ADMIN" as const };
  const calls = answerWith(() => ({ body: sampleUser }));
  const { user, toasts } = show(<UserTable users={[sampleUser, self]} canManage selfId="usr_1" search="" />);
  expect(screen.queryByLabelText("Role of Ada")).toBeNull();
  await user.click(screen.getByLabelText("Role of Grace", { selector: "input" }));
  await user.click(await screen.findByRole("option", { name: "MANAGER" }));
  await waitFor(() => expect(toasts[0]?.message).toBe("Grace is MANAGER now."));
  expect(calls[0]).toEqual({ method: "PATCH", path: "/api/admin/users/usr_2", body: { role: "MANAGER" } });
});

it("disables an account, loading meanwhile", async () => {
  const answer = pending<{ body: unknown }>();
  answerWith(() => answer.promise);
  const { user, toasts } = show(<UserTable users={[sampleUser]} canManage selfId="usr_1" search="" />);
  await user.click(button("Disable"));
  await waitFor(() => expect(button("Disable").dataset.loading).toBe("true"));
  answer.end({ body: sampleUser });
  await waitFor(() => expect(toasts[0]?.message).toBe("Grace is locked."));
});

it("searches accounts by the address of the page", async () => {
  const { user, router } = show(<UserTable users={[]} canManage={false} selfId="usr_1" search="" />);
  expect(screen.getByText("No matches.")).toBeDefined();
  await user.type(screen.getByLabelText("Search accounts"), "a&b{Enter}");
  expect(router.replace).toHaveBeenCalledWith("/admin/users?q=a%26b");
});

it("resets the factors of a person, with a reason", async () => {
  let isWrong = true;
  const calls = answerWith(() =>
    isWrong
      ? refusal(422, "Refused.", [{ path: "reason", message: "Enter a reason, in a few words." }])
      : { status: 202, body: { id: "rst_1", dueAt: at } },
  );
  const { user, toasts } = show(<UserAccess user={{ ...sampleUser, factors: ["totp"] }} canManage />);
  expect(screen.getByText("Second factors: authenticator app")).toBeDefined();
  await user.click(button("Reset second factors"));
  await user.type(await screen.findByLabelText("Why"), "x{Enter}");
  expect(await screen.findByText("Enter a reason, in a few words.")).toBeDefined();
  isWrong = false;
  await user.type(screen.getByLabelText("Why"), " lost phone{Enter}");
  await waitFor(() => expect(toasts[0]?.message).toContain("The factors are removed in 24 hours."));
  expect(calls.at(-1)?.body).toEqual({ reason: "x lost phone" });
});

it("cancels a reset of factors, locks, and sends a link", async () => {
  const calls = answerWith(() => ({ body: sampleUser }));
  const { user, toasts } = show(<UserAccess user={{ ...sampleUser, factorResetDueAt: at }} canManage />);
  await user.click(button("Cancel the factor reset"));
  await waitFor(() => expect(toasts).toHaveLength(1));
  await user.click(button("Lock"));
  await waitFor(() => expect(toasts).toHaveLength(2));
  await user.click(button("Send a password link"));
  await waitFor(() => expect(toasts).toHaveLength(3));
  expect(calls.map(({ method, path }) => `${method} ${path}`)).toEqual([
    "DELETE /api/admin/users/usr_2/factor-reset",
    "PATCH /api/admin/users/usr_2",
    "POST /api/admin/users/usr_2/password-reset",
  ]);
});

it("offers managers no action", () => {
  show(<UserAccess user={sampleUser} canManage={false} />);
  expect(screen.queryByRole("button")).toBeNull();
});

it("deletes an account once its name is typed", async () => {
  const calls = answerWith(() => ({}));
  const { user, router } = show(<UserAccess user={sampleUser} canManage />);
  await user.click(button("Delete account"));
  await user.type(await screen.findByLabelText("Type Grace to confirm"), "Grace{Enter}");
  await waitFor(() => expect(router.push).toHaveBeenCalledWith("/admin/users"));
  expect(calls[0]).toMatchObject({ method: "DELETE", path: "/api/admin/users/usr_2" });
});

it("says what to delete before an account", async () => {
  const { user } = show(<UserAccess user={{ ...sampleUser, servers: 2 }} canManage />);
  await user.click(button("Delete account"));
  expect(await screen.findByText(/Grace still owns 2 servers/)).toBeDefined();
  expect(button("Delete permanently")).toHaveProperty("disabled", true);
});

it("saves a quota, and marks a number that is refused", async () => {
  const calls = answerWith(() =>
    refusal(422, "Refused.", [{ path: "quota.memory", message: "Use at most 100000 GiB." }]),
  );
  const { user } = show(<UserQuota user={sampleUser} canManage />);
  await user.clear(screen.getByLabelText("Memory (GiB)"));
  await user.type(screen.getByLabelText("Memory (GiB)"), "16");
  await user.click(button("Save quota"));
  expect(await screen.findByText("Use at most 100000 GiB.")).toBeDefined();
  expect(calls[0]?.body).toEqual({ quota: { servers: 3, memory: 16, cpu: 4, diskSpace: 50 } });
});

it("ends one session of a person, or all", async () => {
  const session = {
    id: "ses_1",
    browser: "Firefox",
    os: "Linux",
    ip: null,
    place: null,
    withFactor: true,
    lastSeenAt: at,
  };
  const calls = answerWith(() => ({ body: { ended: 1 } }));
  const { user, toasts } = show(<UserSessions userId="usr_2" sessions={[session]} />);
  await user.click(button("End the session of Firefox on Linux"));
  await waitFor(() => expect(toasts).toHaveLength(1));
  await user.click(button("End all"));
  await waitFor(() => expect(toasts).toHaveLength(2));
  expect(calls.map(({ path }) => path)).toEqual([
    "/api/admin/users/usr_2/sessions/ses_1",
    "/api/admin/users/usr_2/sessions",
  ]);
});

it("explains a refusal rule by rule", async () => {
  const rules = [{ rule: "Role", passed: false, because: "The role has no such permission." }];
  const calls = answerWith(() => ({ body: { allowed: false, rules } }));
  const { user } = show(<ExplainForm permissions={["server.read", "server.delete"]} />);
  await user.type(screen.getByLabelText("User (e-mail address)"), "grace@example.net");
  await user.click(button("Explain"));
  const status = await screen.findByRole("status");
  expect(within(status).getByText("Not allowed.")).toBeDefined();
  expect(within(status).getByText(/Role: refused. The role has no such permission./)).toBeDefined();
  expect(calls[0]?.body).toEqual({ email: "grace@example.net", permission: "server.read" });
});

it("runs a job, and retries a failed one", async () => {
  const job = {
    name: "purge",
    summary: "Removes old rows.",
    schedule: "",
    runningSince: null,
    nextAt: at,
    lastAt: null,
    lastDurationMs: null,
  };
  const jobs = [{ ...job, state: "failed" as const, lastError: "It timed out." }];
  const calls = answerWith(() => ({ status: 202, body: { requested: false } }));
  const { user, toasts } = show(<JobTable jobs={jobs} />);
  expect(screen.getByText("It timed out.")).toBeDefined();
  await user.click(button("Retry: purge"));
  await waitFor(() => expect(toasts[0]?.message).toBe("It is waiting for a worker already."));
  expect(calls[0]?.path).toBe("/api/admin/jobs/purge");
});

it("lists mails, of which some can be read", () => {
  const mail = { id: "mal_1", recipient: "a@example.net", template: "welcome", createdAt: at, lastError: null };
  const items = [
    { ...mail, state: "held" as const, readable: true, attempts: 0, finishedAt: null },
    { ...mail, id: "mal_2", state: "sent" as const, readable: false, attempts: 1, finishedAt: at },
  ];
  show(<MailTable items={items} />);
  expect(screen.getAllByRole("link").map((link) => link.getAttribute("href"))).toEqual(["/admin/outbox/mal_1"]);
});

it("shows the text of a mail with its link to copy", async () => {
  const link = `https://panel.test/verify#${"b".repeat(64)}`;
  answerWith(() => ({ body: { template: "verify", content: { subject: "Confirm", text: `Open ${link}`, html: "" } } }));
  show(<MailContent id="mal_1" />);
  expect(await screen.findByText("Confirm")).toBeDefined();
  expect(button("Copy Link")).toBeDefined();
});

it("says why a mail cannot be read", async () => {
  answerWith(() => refusal(404, "There is no such mail."));
  show(<MailContent id="mal_1" />);
  expect((await screen.findByRole("alert")).textContent).toBe("There is no such mail.");
});

it("queues a test mail, and a held one again", async () => {
  const calls = answerWith(() => ({ status: 202, body: {} }));
  const { user, toasts } = show(
    <>
      <SendTestMail />
      <ResendMail id="mal_1" />
    </>,
  );
  await user.click(button("Send me a test"));
  await waitFor(() => expect(toasts).toHaveLength(1));
  await user.click(button("Send again"));
  await waitFor(() => expect(toasts).toHaveLength(2));
  expect(calls.map(({ path }) => path)).toEqual(["/api/admin/mail", "/api/admin/mail/mal_1/resend"]);
});

it("excludes a machine from placement", async () => {
  answerWith(() => ({ body: {} }));
  const { user, toasts } = show(<NodeStateSelect id="nod_1" name="Home" state="active" />);
  const field = screen.getByLabelText("State of Home", { selector: "input" });
  await user.click(field);
  await user.click(await screen.findByRole("option", { name: "Draining" }));
  await waitFor(() => expect(toasts[0]?.message).toBe("Home is draining now."));
  expect(field).toHaveProperty("value", "Draining");
});

it("keeps the state of a machine that cannot be changed", async () => {
  answerWith(() => refusal(409, "A run is in progress."));
  const { user, toasts } = show(<NodeStateSelect id="nod_1" name="Home" state="active" />);
  const field = screen.getByLabelText("State of Home", { selector: "input" });
  await user.click(field);
  await user.click(await screen.findByRole("option", { name: "Maintenance" }));
  await waitFor(() => expect(toasts[0]?.tone).toBe("failed"));
  expect(field).toHaveProperty("value", "Active");
});

it("marks a line of allowed addresses that cannot be read, and sends nothing", async () => {
  const calls = answerWith(() => ({ body: {} }));
  const { user, toasts } = show(<ReachableEditor id="nod_1" name="Home" reachable={[]} />);
  const field = screen.getByLabelText("Private addresses that containers on Home may reach");
  await user.type(field, "10.0.0.5 sctp");
  await user.click(button("Save"));
  await waitFor(() => expect(field.getAttribute("aria-invalid")).toBe("true"));
  expect(calls).toEqual([]);
  await user.clear(field);
  await user.type(field, "10.0.0.5 tcp 3306");
  await user.click(button("Save"));
  await waitFor(() => expect(toasts[0]?.message).toBe("Saved. It takes effect within a minute."));
});

const status: EncryptionStatus = {
  activeKey: "k2",
  source: "file",
  keys: [
    { id: "k1", state: "retiring", rows: 0, activatedAt: at, retiredAt: null },
    { id: "k2", state: "active", rows: 4, activatedAt: at, retiredAt: null },
  ],
  columns: [{ label: "token.secret", keys: { k2: 4 }, rows: 4 }],
  rotation: null,
  processes: [],
};

it("retires an unused key, and shows the state after it", async () => {
  const after = { ...status, keys: status.keys.map((key) => ({ ...key, state: "retired" as const, retiredAt: at })) };
  const calls = answerWith(({ method }) => ({ body: method === "GET" ? after : { id: "k1", removedFromFile: true } }));
  const { user, toasts } = show(<EncryptionPanel initial={status} />);
  await user.click(button("Retire key k1"));
  await waitFor(() => expect(screen.queryByRole("button", { name: "Retire key k1" })).toBeNull());
  expect(toasts[0]?.message).toBe("The key k1 is retired.");
  expect(calls[0]?.body).toEqual({ id: "k1" });
});

it("follows a rotation until it is finished", async () => {
  const rotation = {
    id: "rot_1",
    toKey: "k3",
    state: "reencrypting" as const,
    note: null,
    done: 1,
    total: 4,
    passes: 1,
    startedAt: at,
    finishedAt: null,
  };
  answerWith(() => ({ body: { ...status, rotation: { ...rotation, state: "finished", done: 4 } } }));
  show(<EncryptionPanel initial={{ ...status, rotation }} />);
  expect(button("Rotate key").dataset.loading).toBe("true");
  expect(screen.getByRole("status").textContent).toContain("1 of 4 values");
  await waitFor(() => expect(screen.getByRole("status").textContent).toContain("4 of 4 values"));
  expect(button("Rotate key").dataset.loading).toBeUndefined();
});
