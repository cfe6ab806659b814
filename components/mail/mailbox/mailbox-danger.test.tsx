import { screen, waitFor, within } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { sampleMailbox } from "@/components/testing/mail-samples";
import { answerWith, refusal, show } from "@/components/testing/show";
import type { MailboxView } from "@/lib/hosted-services/mail/contract";
import MailboxDanger from "./mailbox-danger";

const rights = { create: true, manage: true, credentials: true, delete: true };

function danger(more: Partial<MailboxView> = {}, given = rights) {
  const onDone = vi.fn();
  return { ...show(<MailboxDanger view={{ ...sampleMailbox, ...more }} rights={given} onDone={onDone} />), onDone };
}
const dialog = async () => within(await screen.findByRole("dialog"));

it("makes a new password, and shows it once", async () => {
  const calls = answerWith(() => ({ body: { address: "ann@example.com", password: "made-for-you" } }));
  const { user } = danger();
  await user.click(screen.getByRole("button", { name: "Set a new password" }));
  await user.click((await dialog()).getByRole("button", { name: "Set a new password" }));
  expect(await screen.findByText("made-for-you")).toBeDefined();
  expect(screen.getByText("It is not shown again.")).toBeDefined();
  expect(calls).toMatchObject([{ method: "POST", body: {} }]);
  expect(calls[0]?.path).toContain("/mailboxes/mbx_1/password");
});

it.each([
  ["active", "Suspend", "/suspend"],
  ["suspended", "Resume", "/resume"],
] as const)("of a mailbox that is %s: %s", async (status, label, path) => {
  const calls = answerWith(() => ({ status: 202, body: {} }));
  const { user, onDone } = danger({ status });
  await user.click(screen.getByRole("button", { name: label }));
  await user.click((await dialog()).getByRole("button", { name: label }));
  await waitFor(() => expect(onDone).toHaveBeenCalled());
  expect(calls[0]?.path).toContain(path);
});

it("deletes only after the address was typed, and shows why it is refused", async () => {
  const calls = answerWith(() => refusal(409, "A change of the mailbox is in progress."));
  const { user, onDone } = danger();
  await user.click(screen.getByRole("button", { name: "Delete" }));
  const opened = await dialog();
  const button = opened.getByRole("button", { name: "Delete" });
  expect(button).toHaveProperty("disabled", true);
  await user.type(opened.getByRole("textbox"), sampleMailbox.address);
  await user.click(button);
  expect(await opened.findByText("A change of the mailbox is in progress.")).toBeDefined();
  expect(calls).toMatchObject([{ method: "DELETE" }]);
  expect(onDone).not.toHaveBeenCalled();
});

it("offers nothing while it is being made, and nothing that the person may not do", () => {
  const { unmount } = danger({ status: "provisioning" }, { ...rights, delete: false });
  expect(screen.getByText("Nothing can be done while it is provisioning.")).toBeDefined();
  unmount();
  danger({}, { ...rights, credentials: false, delete: false });
  expect(screen.getAllByRole("button").map(({ textContent }) => textContent)).toEqual(["Suspend"]);
});
