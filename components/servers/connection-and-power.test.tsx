import { screen, waitFor, within } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { sampleServer } from "@/components/testing/samples";
import { answerWith, refusal, show } from "@/components/testing/show";
import { ConnectionCard } from "./connection-card";
import { rememberCredentials } from "./fresh-credentials";
import { PowerButtons } from "./power-buttons";

const button = (name: string) => screen.getByRole("button", { name });
const at = "2026-05-04T10:00:00.000Z";
const card = (more: Partial<typeof sampleServer> = {}, canReveal = true) =>
  show(<ConnectionCard server={{ ...sampleServer, ...more }} isReserving={false} canReveal={canReveal} />);

it("shows the address as a QR code on demand", async () => {
  const { user } = card();
  expect(button("QR code").getAttribute("aria-expanded")).toBe("false");
  await user.click(button("QR code"));
  expect(button("QR code").getAttribute("aria-expanded")).toBe("true");
  expect(await screen.findByRole("img", { name: "Address 192.0.2.1:25565 as a QR code" })).toBeDefined();
  await user.click(button("QR code"));
  expect(screen.queryByRole("img", { name: /QR code/ })).toBeNull();
});

it("writes an address of IPv6 with brackets", () => {
  card({ ipAddress: "2001:db8::1" });
  expect(screen.getByText("[2001:db8::1]:25565")).toBeDefined();
});

it.each([
  [true, "The server gets the port back at a start after the port is free."],
  [false, "Players need the new address."],
])("says that the address changed, and whether it comes back: %s", (comesBack, text) => {
  card({ addressChange: { at, from: "192.0.2.1:25566", comesBack } });
  const notice = screen.getByRole("status");
  expect(notice.textContent).toContain("it was 192.0.2.1:25566");
  expect(notice.textContent).toContain(text);
});

it("gives the reason for the machine to those who see it", () => {
  const considered = [{ node: "n-2", address: "192.0.2.9", reason: "Its memory is full." }];
  card({ placement: { because: "It has the most free memory.", considered } });
  expect(screen.getByText("It has the most free memory.")).toBeDefined();
  expect(screen.getByText("n-2 (192.0.2.9): Its memory is full.")).toBeDefined();
});

it("shows the secrets of a server that was just created without asking for them", async () => {
  const calls = answerWith(() => ({}));
  const panel = { url: "https://panel.test", username: "survival", password: "panel-secret" };
  rememberCredentials("srv_1", { rconPassword: "rcon-secret", panel });
  card();
  expect(await screen.findByText("rcon-secret")).toBeDefined();
  expect(screen.getByText("panel-secret")).toBeDefined();
  expect(calls).toEqual([]);
});

it("keeps secrets masked when they cannot be read, and says why", async () => {
  answerWith(() => refusal(429, "Too many requests."));
  const { user, toasts } = card({ id: "srv_2" });
  await user.click(button("Reveal credentials"));
  await waitFor(() => expect(toasts[0]?.message).toBe("Too many requests."));
  expect(button("Reveal credentials")).toBeDefined();
  expect(screen.queryByRole("button", { name: "Copy RCON password" })).toBeNull();
});

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
