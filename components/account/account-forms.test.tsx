import { screen, waitFor, within } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { answerWith, refusal, show } from "@/components/testing/show";
import { DataErasure } from "./data-erasure";
import { DataExport } from "./data-export";
import { EmailCard } from "./email-card";
import { PasswordCard } from "./password-card";

const press = (name: string) => screen.getByRole("button", { name });

it("changes the password and says how many sessions ended", async () => {
  const calls = answerWith(() => ({ body: { sessionsEnded: 2 } }));
  const { user, toasts } = show(<PasswordCard />);
  await user.type(screen.getByLabelText("Current password"), "the old password");
  await user.type(screen.getByLabelText("New password"), "another long password");
  await user.click(press("Change password"));
  await waitFor(() => expect(toasts[0]?.message).toBe("Password changed; 2 other sessions ended."));
  expect(calls[0]).toEqual({
    method: "POST",
    path: "/api/account/password",
    body: { current: "the old password", next: "another long password" },
  });
  expect(screen.getByLabelText("New password")).toHaveProperty("value", "");
});

it("checks a new password before it is sent", async () => {
  const calls = answerWith(() => ({}));
  const { user } = show(<PasswordCard />);
  await user.type(screen.getByLabelText("Current password"), "the old password");
  await user.type(screen.getByLabelText("New password"), "short{Enter}");
  await waitFor(() => expect(screen.getByLabelText("New password").getAttribute("aria-invalid")).toBe("true"));
  await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText("New password")));
  expect(calls).toEqual([]);
});

it("says where the mail for a new address was sent", async () => {
  answerWith(() => ({ status: 202 }));
  const { user } = show(<EmailCard email="ada@example.net" isVerified />);
  expect(screen.queryByText("This address is not confirmed yet")).toBeNull();
  await user.type(screen.getByLabelText("New e-mail address"), "ada@example.org");
  await user.type(screen.getByLabelText("Your password"), "the password");
  await user.click(press("Change address"));
  expect((await screen.findByRole("status")).textContent).toContain("A mail was sent to ada@example.org.");
});

it("puts the server's message beside the address", async () => {
  answerWith(() => refusal(422, "Refused.", [{ path: "email", message: "This is your address already." }]));
  const { user } = show(<EmailCard email="ada@example.net" isVerified />);
  await user.type(screen.getByLabelText("New e-mail address"), "ada@example.net");
  await user.type(screen.getByLabelText("Your password"), "the password{Enter}");
  expect(await screen.findByText("This is your address already.")).toBeDefined();
  expect(screen.getByLabelText("New e-mail address")).toHaveProperty("value", "ada@example.net");
});

it("sends the mail of an address that is not confirmed again", async () => {
  const calls = answerWith(() => ({ status: 202 }));
  const { user, toasts } = show(<EmailCard email="ada@example.net" isVerified={false} />);
  await user.click(press("Send it again"));
  await waitFor(() => expect(toasts[0]?.message).toBe("A mail was sent to ada@example.net."));
  expect(calls[0]?.path).toBe("/api/account/email/resend");
});

it("downloads the export as a file, and names lists that are cut", async () => {
  answerWith(() => ({ body: { exportedAt: "2026-05-04T10:00:00.000Z", cut: ["audit"] } }));
  const saved = vi.fn(() => "blob:1");
  vi.stubGlobal("URL", Object.assign(URL, { createObjectURL: saved, revokeObjectURL: () => {} }));
  const clicked = vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(() => {});
  const { user, toasts } = show(<DataExport />);
  await user.click(press("Download my data"));
  await waitFor(() => expect(clicked).toHaveBeenCalledOnce());
  expect(saved).toHaveBeenCalledOnce();
  expect(toasts[0]?.message).toContain("Some lists are longer");
  clicked.mockRestore();
});

it("says what prevents the deletion of the account, and offers no field", () => {
  const servers = [{ id: "srv_1", name: "Survival", isDeleting: true }];
  const hosted = [
    { id: "dbs_1", kind: "database", name: "Shop", isDeleting: false },
    { id: "zon_1", kind: "dns-zone", name: "example.com", isDeleting: false },
  ];
  const blockers = { may: false, servers, serverCount: 3, hosted, hostedCount: 2, isLastAdministrator: true };
  show(<DataErasure blockers={blockers} />);
  const reasons = screen.getByText(/You are the last administrator/);
  expect(reasons).toBeDefined();
  const [list = within(document.body)] = screen.getAllByRole("list").map((element) => within(element));
  expect(screen.getByRole("link", { name: "Shop" }).getAttribute("href")).toBe("/databases/dbs_1");
  expect(screen.getByRole("link", { name: "example.com" }).getAttribute("href")).toBe("/dns/zon_1");
  expect(list.getByRole("link", { name: "Survival" }).getAttribute("href")).toBe("/servers/srv_1");
  expect(list.getByText("and 2 more")).toBeDefined();
  expect(press("Delete my account permanently")).toHaveProperty("disabled", true);
  expect(screen.queryByLabelText("Your password")).toBeNull();
});

it("deletes the account with its password, and keeps the form after a refusal", async () => {
  const calls = answerWith(() => refusal(403, "The password is wrong."));
  const none = { servers: [], serverCount: 0, hosted: [], hostedCount: 0, isLastAdministrator: false };
  const { user } = show(<DataErasure blockers={{ may: true, ...none }} />);
  await user.type(screen.getByLabelText("Your password"), "guess");
  await user.click(press("Delete my account permanently"));
  expect((await screen.findByRole("alert")).textContent).toBe("The password is wrong.");
  expect(calls).toEqual([{ method: "DELETE", path: "/api/account", body: { password: "guess" } }]);
});
