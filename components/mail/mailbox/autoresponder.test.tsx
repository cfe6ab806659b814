import { screen, waitFor } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { sampleMailbox } from "@/components/testing/mail-samples";
import { answerWith, show } from "@/components/testing/show";
import { AutoresponderForm } from "./autoresponder-form";
import AutoresponderTab from "./autoresponder-tab";

const away = { enabled: true, subject: "Away", text: "Back on Monday.", from: "2026-05-04", until: "2026-05-08" };

it("sends what was typed, and null for days that are empty", async () => {
  const send = vi.fn(async () => ({}));
  const onDone = vi.fn();
  const { user } = show(<AutoresponderForm initial={null} send={send} onDone={onDone} />);
  await user.click(screen.getByLabelText("Answer mail automatically"));
  await user.type(screen.getByLabelText("Subject"), "Away");
  await user.type(screen.getByLabelText("Text"), "Back on Monday.");
  await user.click(screen.getByRole("button", { name: "Save changes" }));
  await waitFor(() => expect(onDone).toHaveBeenCalled());
  expect(send).toHaveBeenCalledWith({ ...away, from: null, until: null });
});

it("shows the days that are set, and removes them", async () => {
  const send = vi.fn(async () => ({}));
  const { user } = show(<AutoresponderForm initial={away} send={send} onDone={() => {}} />);
  expect(screen.getByLabelText("First day")).toHaveProperty("value", "2026-05-04");
  await user.clear(screen.getByLabelText("Last day"));
  await user.click(screen.getByRole("button", { name: "Save changes" }));
  await waitFor(() => expect(send).toHaveBeenCalledWith({ ...away, until: null }));
});

it("refuses a last day before the first beside its field, and sends nothing", async () => {
  const send = vi.fn(async () => ({}));
  const { user } = show(<AutoresponderForm initial={{ ...away, until: "2026-05-01" }} send={send} onDone={() => {}} />);
  await user.click(screen.getByRole("button", { name: "Save changes" }));
  await waitFor(() => expect(screen.getByLabelText("Last day").getAttribute("aria-invalid")).toBe("true"));
  expect(send).not.toHaveBeenCalled();
});

it("is saved for the mailbox", async () => {
  const calls = answerWith(() => ({ status: 202, body: {} }));
  const onDone = vi.fn();
  const { user } = show(<AutoresponderTab view={{ ...sampleMailbox, autoresponder: away }} onDone={onDone} />);
  await user.click(screen.getByLabelText("Answer mail automatically"));
  await user.click(screen.getByRole("button", { name: "Save changes" }));
  await waitFor(() => expect(onDone).toHaveBeenCalled());
  expect(calls[0]).toMatchObject({ method: "PUT", body: { ...away, enabled: false } });
  expect(calls[0]?.path).toContain("/mailboxes/mbx_1/autoresponder");
});

it("waits until there is a mailbox", () => {
  show(<AutoresponderTab view={{ ...sampleMailbox, status: "provisioning" }} onDone={() => {}} />);
  expect(screen.getByText(/It is provisioning/)).toBeDefined();
  expect(screen.queryByRole("button", { name: "Save changes" })).toBeNull();
});
