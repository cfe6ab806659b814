import { act, screen, waitFor, within } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { ownerRights, sampleServer } from "@/components/testing/samples";
import { answerWith, refusal, show } from "@/components/testing/show";
import type { ServerDetailView } from "@/lib/game-servers/contract";
import { CrashCard } from "./crash-card";
import { shownPart } from "./crash-log";

const button = (name: string) => screen.getByRole("button", { name });
const lines = Array.from({ length: 20 }, (_, index) => `line ${index}`);
const crashed: ServerDetailView = {
  ...sampleServer,
  status: "crashed",
  failure: { code: "game_crashed", message: "The game ended while it was online.", cure: null },
  crash: {
    at: "2026-05-04T10:00:00.000Z",
    exitCode: 1,
    cause: { kind: "plugin", title: "The plug-in Dynmap failed", text: "Update the plug-in Dynmap.", line: 12 },
    lines,
  },
};

function card(more: Partial<ServerDetailView> = {}, rights: Partial<typeof ownerRights> = {}) {
  const onDone = vi.fn();
  const server = { ...crashed, ...more };
  return { onDone, ...show(<CrashCard server={server} rights={{ ...ownerRights, ...rights }} onDone={onDone} />) };
}

it.each([
  [20, null, { from: 14, to: 20 }],
  [3, null, { from: 0, to: 3 }],
  [20, 12, { from: 9, to: 16 }],
  [20, 0, { from: 0, to: 4 }],
  [20, 19, { from: 16, to: 20 }],
])("shows the part of %s lines around the cause: %s", (count, cause, part) => {
  expect(shownPart(count, cause)).toEqual(part);
});

it("says why the game ended, and marks the line that says so", async () => {
  const { user } = card();
  expect(screen.getByRole("heading", { name: "The plug-in Dynmap failed" })).toBeDefined();
  expect(screen.getByText("Update the plug-in Dynmap.")).toBeDefined();
  expect(screen.getByText(/Exit code 1/)).toBeDefined();
  const log = within(screen.getByRole("list", { name: "Last lines of the log" }));
  const shown = log.getAllByRole("listitem");
  expect(shown.map(({ textContent }) => textContent)).toEqual([
    "line 9",
    "line 10",
    "line 11",
    "The cause: line 12",
    "line 13",
    "line 14",
    "line 15",
  ]);
  expect(shown[3]?.dataset.cause).toBe("true");
  await user.click(button("Show all 20 lines"));
  expect(log.getAllByRole("listitem")).toHaveLength(20);
});

it("counts down to the restart, and cancels it", async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  const calls = answerWith(() => ({ body: { status: "crashed" } }));
  const { user, onDone } = card({ status: "starting", restart: { attempt: 2, of: 3, inMs: 8_000 } });
  expect(screen.getByRole("timer").textContent).toBe("Restart 2 of 3 in 8 s");
  await act(async () => vi.advanceTimersByTime(3_000));
  expect(screen.getByRole("timer").textContent).toBe("Restart 2 of 3 in 5 s");
  expect(screen.queryByRole("button", { name: "Retry" })).toBeNull();
  await user.click(button("Cancel"));
  await waitFor(() => expect(onDone).toHaveBeenCalledOnce());
  expect(calls).toEqual([{ method: "DELETE", path: "/api/servers/srv_1/restart", body: undefined }]);
  await act(async () => vi.advanceTimersByTime(6_000));
  expect(screen.getByRole("timer").textContent).toBe("Restart 2 of 3 begins");
});

it("raises the size within the quota, and starts the server", async () => {
  const calls = answerWith(() => ({ body: {} }));
  const { user, onDone } = card({ fix: { field: "memory", value: 3, problem: null } });
  await user.click(button("Raise memory to 3 GiB and start"));
  await waitFor(() => expect(onDone).toHaveBeenCalledOnce());
  expect(calls.map(({ method, path, body }) => [method, path, body])).toEqual([
    ["PATCH", "/api/servers/srv_1", { memory: 3 }],
    ["POST", "/api/servers/srv_1/retry", undefined],
  ]);
});

it("ends the restart that waits before it changes the size", async () => {
  const calls = answerWith(() => ({ body: {} }));
  const restart = { attempt: 1, of: 3, inMs: 2_000 };
  const { user, onDone } = card({ status: "starting", restart, fix: { field: "memory", value: 3, problem: null } });
  await user.click(button("Raise memory to 3 GiB and start"));
  await waitFor(() => expect(onDone).toHaveBeenCalledOnce());
  expect(calls.map(({ method }) => method)).toEqual(["DELETE", "PATCH", "POST"]);
});

it("says what the quota does not allow, and offers no button for it", () => {
  const problem = "Your quota is 2 GiB of memory; 2 are in use and 1 more are needed.";
  card({ fix: { field: "memory", value: 3, problem } });
  expect(screen.getByText(/Your quota is 2 GiB of memory/).textContent).toContain("Ask an administrator");
  expect(screen.queryByRole("button", { name: /^Raise/ })).toBeNull();
  expect(button("Retry")).toBeDefined();
});

it("says why a size was refused, and starts nothing", async () => {
  const calls = answerWith(() => refusal(409, "The machine is full."));
  const { user, toasts } = card({ fix: { field: "diskSpace", value: 15, problem: null } });
  await user.click(button("Raise disk space to 15 GiB and start"));
  await waitFor(() => expect(toasts[0]?.message).toBe("The machine is full."));
  expect(calls).toHaveLength(1);
});

it("offers nothing to a person without rights", () => {
  card({ restart: { attempt: 1, of: 3, inMs: 2_000 }, fix: null }, { power: false });
  expect(screen.queryAllByRole("button").map(({ textContent }) => textContent)).toEqual(["Show all 20 lines"]);
});

it("shows a stop that was no crash by its message", () => {
  card({
    status: "offline",
    crash: null,
    failure: { code: "disk_full", message: "It uses 10 GiB of 10 GiB.", cure: null },
  });
  expect(screen.getByRole("heading", { name: "The game stopped" })).toBeDefined();
  expect(screen.getByText("It uses 10 GiB of 10 GiB.")).toBeDefined();
});
