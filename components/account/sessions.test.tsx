import { screen, waitFor, within } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { answerWith, pending, refusal, show } from "@/components/testing/show";
import type { TokenView } from "@/lib/auth/contract";
import type { ErasureBlockers } from "@/lib/platform/contract";
import { AccountNav } from "./account-nav";
import { DataErasure } from "./data-erasure";
import { DataExport } from "./data-export";
import { EmailCard } from "./email-card";
import NewToken from "./new-token";
import { PasswordCard } from "./password-card";
import { SessionList } from "./session-list";
import { TokenList } from "./token-list";

const at = "2026-05-04T10:00:00.000Z";
const button = (name: string) => screen.getByRole("button", { name });
const current = {
  id: "ses_1",
  device: "computer" as const,
  browser: "Firefox",
  os: "Linux",
  ip: "192.0.2.7" as string | null,
  place: "Leipzig" as string | null,
  serverId: null as string | null,
  withFactor: true,
  isNewDevice: true,
  createdAt: at,
  lastSeenAt: at,
  current: true,
};
const phone = {
  ...current,
  ...{ id: "ses_2", device: "phone" as const, browser: "Safari", os: "iOS", current: false },
  ...{ ip: null, place: null, withFactor: false, serverId: "srv_1" },
};

it("shows where the account is signed in, and offers no end of the session in use", () => {
  show(<SessionList sessions={[current, phone]} />);
  const [own, other] = screen.getAllByRole("listitem");
  expect(own?.textContent).toContain("this one");
  expect(own?.textContent).not.toContain("new device");
  expect(own?.textContent).toMatch(/192\.0\.2\.7, Leipzig;.*; with a second factor$/);
  expect(within(own ?? document.body).queryByRole("button")).toBeNull();
  expect(other?.textContent).toMatch(/new device.*panel login.*unknown address;/);
  expect(other?.textContent).not.toContain("second factor");
});

it("offers to end the others only where there are others", () => {
  show(<SessionList sessions={[current]} />);
  expect(screen.queryByRole("button")).toBeNull();
});

it("confirms a new device, and ends one session or all others", async () => {
  const calls = answerWith(() => ({ body: {} }));
  const { user, toasts, router } = show(<SessionList sessions={[current, phone]} />);
  await user.click(button("It was me"));
  await waitFor(() => expect(toasts).toHaveLength(1));
  await user.click(button("End the session of Safari on iOS"));
  await waitFor(() => expect(toasts).toHaveLength(2));
  await user.click(button("End all others"));
  await waitFor(() => expect(toasts).toHaveLength(3));
  expect(calls.map(({ method, path }) => `${method} ${path}`)).toEqual([
    "POST /api/account/sessions/ses_2/acknowledge",
    "DELETE /api/account/sessions/ses_2",
    "DELETE /api/account/sessions",
  ]);
  expect(toasts.map(({ message }) => message)).toEqual([
    "Saved: this was you.",
    "The session ended.",
    "All other sessions ended.",
  ]);
  expect(router.refresh).toHaveBeenCalledTimes(3);
});

it("loads only the session that ends, and reads the list again after a refusal", async () => {
  const answer = pending<{ status: number; body: unknown }>();
  answerWith(() => answer.promise);
  const tablet = { ...phone, id: "ses_3", device: "tablet" as const, os: "iPadOS" };
  const { user, toasts, router } = show(<SessionList sessions={[current, phone, tablet]} />);
  await user.click(button("End the session of Safari on iPadOS"));
  await waitFor(() => expect(button("End the session of Safari on iPadOS").dataset.loading).toBe("true"));
  expect(button("End the session of Safari on iOS").dataset.loading).toBeUndefined();
  answer.end({ status: 404, body: { title: "Not found", status: 404, detail: "This session ended already." } });
  await waitFor(() => expect(toasts).toEqual([{ message: "This session ended already.", tone: "failed" }]));
  expect(router.refresh).toHaveBeenCalledOnce();
});

it("marks the page of the account that is open, and shows one while a factor is required", () => {
  const { unmount } = show(<AccountNav onlySecurity={false} />, "/account/tokens");
  expect(screen.getAllByRole("link").length).toBeGreaterThan(1);
  expect(screen.getByRole("link", { current: "page" }).textContent).toBe("Tokens");
  unmount();
  show(<AccountNav onlySecurity />, "/account/security");
  expect(screen.getAllByRole("link").map(({ textContent }) => textContent)).toEqual(["Security"]);
});

it("says why the data cannot be downloaded, and saves nothing", async () => {
  answerWith(() => refusal(429, "You can download your data again in one hour."));
  const clicked = vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(() => {});
  const { user, toasts } = show(<DataExport />);
  await user.click(button("Download my data"));
  await waitFor(() => expect(toasts[0]?.message).toBe("You can download your data again in one hour."));
  expect(clicked).not.toHaveBeenCalled();
  clicked.mockRestore();
});

const none = { may: false, servers: [], serverCount: 0, hosted: [], hostedCount: 0, isLastAdministrator: false };

it("links to what has to be deleted first, and says how much more there is", () => {
  const blockers: ErasureBlockers = {
    ...none,
    hosted: [
      { id: "mbx_1", kind: "mailbox", name: "ann@example.com", isDeleting: true },
      { id: "mal_1", kind: "mail-alias", name: "sales@example.com", isDeleting: false },
    ],
    hostedCount: 14,
  };
  show(<DataErasure blockers={blockers} />);
  expect(screen.getByRole("link").getAttribute("href")).toBe("/mail/mailboxes/mbx_1");
  expect(screen.getAllByRole("listitem").map(({ textContent }) => textContent)).toEqual([
    "ann@example.com, being deleted",
    "sales@example.com",
    "and 12 more",
  ]);
  expect(screen.queryByText(/You still own servers/)).toBeNull();
});

it("describes the button that cannot be used by the reason", () => {
  show(<DataErasure blockers={{ ...none, isLastAdministrator: true }} />);
  const erase = button("Delete my account permanently");
  expect(erase).toHaveProperty("disabled", true);
  const reason = document.getElementById(erase.getAttribute("aria-describedby") ?? "");
  expect(reason?.textContent).toContain("Make another user an administrator first.");
});

it("asks for the password before the account is deleted", async () => {
  const calls = answerWith(() => ({ status: 204 }));
  const { user } = show(<DataErasure blockers={{ ...none, may: true }} />);
  await user.click(button("Delete my account permanently"));
  const password = screen.getByLabelText("Your password");
  await waitFor(() => expect(password.getAttribute("aria-invalid")).toBe("true"));
  await waitFor(() => expect(document.activeElement).toBe(password));
  expect(calls).toEqual([]);
});

it("puts a wrong current password beside its field, and keeps the new one", async () => {
  answerWith(() => refusal(422, "Refused.", [{ path: "current", message: "This is not your password." }]));
  const { user, toasts } = show(<PasswordCard />);
  await user.type(screen.getByLabelText("Current password"), "not my password");
  await user.type(screen.getByLabelText("New password"), "another long password{Enter}");
  expect(await screen.findByText("This is not your password.")).toBeDefined();
  await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText("Current password")));
  expect(screen.getByLabelText("New password")).toHaveProperty("value", "another long password");
  expect(toasts).toEqual([]);
});

it("does not count sessions where none ended", async () => {
  answerWith(() => ({ body: { sessionsEnded: 0 } }));
  const { user, toasts } = show(<PasswordCard />);
  await user.type(screen.getByLabelText("Current password"), "the old password");
  await user.type(screen.getByLabelText("New password"), "another long password{Enter}");
  await waitFor(() => expect(toasts).toEqual([{ message: "Password changed.", tone: "done" }]));
});

it("refuses what is no address before it is sent", async () => {
  const calls = answerWith(() => ({ status: 202 }));
  const { user } = show(<EmailCard email="ada@example.net" isVerified />);
  await user.type(screen.getByLabelText("Your password"), "the password");
  await user.type(screen.getByLabelText("New e-mail address"), "ada{Enter}");
  await waitFor(() => expect(screen.getByLabelText("New e-mail address").getAttribute("aria-invalid")).toBe("true"));
  expect(calls).toEqual([]);
  expect(screen.queryByRole("status")).toBeNull();
});

it("limits a token to servers and time, or to none", async () => {
  const calls = answerWith(() => ({ status: 201, body: { token: "lnt_secret" } }));
  const servers = [{ id: "srv_1", name: "Survival" }];
  const { user } = show(<NewToken scopes={["server.read"]} servers={servers} onClose={() => {}} onDone={() => {}} />);
  await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText("Name")));
  await user.keyboard("CI");
  await user.click(screen.getByLabelText("Only these servers", { selector: "input" }));
  await user.click(await screen.findByRole("option", { name: "Survival" }));
  await user.click(screen.getByLabelText("Expires", { selector: "input" }));
  await user.click(await screen.findByRole("option", { name: "Never" }));
  await user.click(button("Create token"));
  expect(await screen.findByText("lnt_secret")).toBeDefined();
  expect(calls[0]?.body).toEqual({ name: "CI", scopes: ["server.read"], servers: ["srv_1"] });
});

it("says when and from where a token was used, and until when its old secret works", async () => {
  const token: TokenView = {
    ...{ id: "tok_1", name: "CI", scopes: ["*"], expiresAt: null, start: "lnt_ab", servers: null, addresses: [] },
    ...{ lastUsedAt: at, lastUsedIp: "192.0.2.7", previousUntil: at, createdAt: at },
  };
  const { user } = show(<TokenList tokens={[token]} scopes={["server.read"]} servers={[]} />);
  const item = screen.getByRole("listitem").textContent;
  expect(item).toContain("*; does not expire");
  expect(item).toMatch(/Used .* from 192\.0\.2\.7; the old secret ends /);
  await user.click(button("New token"));
  expect(await screen.findByRole("dialog", { name: "New API token" })).toBeDefined();
  await user.keyboard("{Escape}");
  await waitFor(() => expect(document.activeElement).toBe(button("New token")));
});
