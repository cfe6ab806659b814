import { screen, waitFor, within } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { sampleServer } from "@/components/testing/samples";
import { answerWith, refusal, show } from "@/components/testing/show";
import { PowerButtons } from "./power-buttons";

const button = (name: string) => screen.getByRole("button", { name });
it("asks before it kills, and kills by Enter", async () => {
  const calls = answerWith(() => ({ body: {} }));
  const onDone = vi.fn();
  const { user } = show(<PowerButtons server={{ ...sampleServer, status: "stopping" }} onDone={onDone} />);
  await user.click(button("Kill"));
  const dialog = await screen.findByRole("dialog", { name: "Kill the server" });
  expect(within(dialog).getByText(/without saving/)).toBeDefined();
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(calls).toEqual([]);
  await user.click(button("Kill"));
  await screen.findByRole("dialog");
  await user.keyboard("{Enter}");
  await waitFor(() => expect(onDone).toHaveBeenCalledOnce());
  expect(calls[0]?.body).toEqual({ action: "kill" });
});

it.each([
  ["offline", "Start", "start"],
  ["crashed", "Start", "start"],
  ["online", "Restart", "restart"],
  ["starting", "Stop", "stop"],
] as const)("sends the action of the button: %s, %s", async (status, name, action) => {
  const calls = answerWith(() => ({ body: {} }));
  const { user } = show(<PowerButtons server={{ ...sampleServer, status }} onDone={() => {}} />);
  await user.click(button(name));
  await waitFor(() => expect(calls[0]?.body).toEqual({ action }));
});

it("works by the keyboard alone", async () => {
  const calls = answerWith(() => ({ body: {} }));
  const { user } = show(<PowerButtons server={sampleServer} onDone={() => {}} />);
  await user.tab();
  expect(document.activeElement).toBe(button("Restart"));
  await user.tab();
  await user.keyboard(" ");
  await waitFor(() => expect(calls[0]?.body).toEqual({ action: "stop" }));
});

it("can be tried again after a retry that was refused", async () => {
  let isGood = false;
  answerWith(() => (isGood ? { body: {} } : refusal(409, "A run is in progress.")));
  const onDone = vi.fn();
  const { user, toasts } = show(<PowerButtons.Retry server={sampleServer} onDone={onDone} />);
  await user.click(button("Retry"));
  await waitFor(() => expect(toasts[0]?.tone).toBe("failed"));
  isGood = true;
  await user.click(button("Retry"));
  await waitFor(() => expect(onDone).toHaveBeenCalledOnce());
});
