import { screen, waitFor } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { ownerRights, sampleServer } from "@/components/testing/samples";
import { answerWith, pending, refusal, show } from "@/components/testing/show";
import { PowerButtons } from "./power-buttons";
import { DangerZone } from "./settings/danger-zone";

const names = () => screen.queryAllByRole("button").map(({ textContent }) => textContent);
const button = (name: string) => screen.getByRole("button", { name });

it.each([
  ["online", ["Restart", "Stop"]],
  ["offline", ["Start"]],
  ["crashed", ["Start"]],
  ["starting", ["Stop", "Kill"]],
  ["stopping", ["Kill"]],
  ["provisioning", []],
] as const)("offers what a server can do: %s", (status, expected) => {
  show(<PowerButtons server={{ ...sampleServer, status }} onDone={() => {}} />);
  expect(names()).toEqual(expected);
});

it("stops a server, loading meanwhile", async () => {
  const answer = pending<object>();
  const calls = answerWith(() => answer.promise);
  const onDone = vi.fn();
  const { user } = show(<PowerButtons server={sampleServer} onDone={onDone} />);
  await user.click(button("Stop"));
  await waitFor(() => expect(button("Stop").dataset.loading).toBe("true"));
  expect(button("Restart").dataset.loading).toBeUndefined();
  answer.end({});
  await waitFor(() => expect(onDone).toHaveBeenCalledOnce());
  expect(calls).toEqual([{ method: "POST", path: "/api/servers/srv_1/power", body: { action: "stop" } }]);
});

it("says why a server cannot be started", async () => {
  answerWith(() => refusal(409, "The machine is full."));
  const onDone = vi.fn();
  const { user, toasts } = show(<PowerButtons server={{ ...sampleServer, status: "offline" }} onDone={onDone} />);
  await user.click(button("Start"));
  await waitFor(() => expect(toasts).toEqual([{ message: "The machine is full.", tone: "failed" }]));
  expect(onDone).not.toHaveBeenCalled();
});

it("retries a failed server", async () => {
  const calls = answerWith(() => ({}));
  const onDone = vi.fn();
  const { user } = show(<PowerButtons.Retry server={sampleServer} onDone={onDone} />);
  await user.click(button("Retry"));
  await waitFor(() => expect(onDone).toHaveBeenCalledOnce());
  expect(calls[0]?.path).toBe("/api/servers/srv_1/retry");
});

it("deletes a server once its name is typed", async () => {
  const calls = answerWith(() => ({ status: 202, body: { status: "deleting" } }));
  const onDone = vi.fn();
  const { user, toasts } = show(<DangerZone server={sampleServer} rights={ownerRights} onDone={onDone} />);
  expect(names()).toEqual(["Rotate", "Reinstall", "Delete"]);
  await user.click(button("Delete"));
  await user.type(await screen.findByLabelText("Type Survival to confirm"), "Survival{Enter}");
  await waitFor(() => expect(onDone).toHaveBeenCalledOnce());
  expect(toasts[0]?.message).toBe("The server is being deleted.");
  expect(calls).toEqual([{ method: "DELETE", path: "/api/servers/srv_1", body: undefined }]);
});

it("keeps the question open when a rotation is refused", async () => {
  answerWith(() => refusal(409, "A run is in progress."));
  const { user } = show(<DangerZone server={sampleServer} rights={ownerRights} onDone={() => {}} />);
  await user.click(button("Rotate"));
  await screen.findByRole("dialog", { name: "Rotate credentials" });
  await user.keyboard("{Enter}");
  expect((await screen.findByRole("alert")).textContent).toBe("A run is in progress.");
  expect(screen.getByRole("dialog")).toBeDefined();
});

it.each([
  ["online", "Suspend", "/api/servers/srv_1/suspend"],
  ["suspended", "Lift", "/api/servers/srv_1/unsuspend"],
] as const)("staff suspend a server and lift it: %s", async (status, name, path) => {
  const calls = answerWith(() => ({}));
  const only = { ...ownerRights, suspend: true, delete: false, reinstall: false, credentials: false };
  const { user } = show(<DangerZone server={{ ...sampleServer, status }} rights={only} onDone={() => {}} />);
  await user.click(button(name));
  await screen.findByRole("dialog");
  await user.keyboard("{Enter}");
  await waitFor(() => expect(calls[0]?.path).toBe(path));
});
