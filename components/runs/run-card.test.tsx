import { Button } from "@mantine/core";
import { screen, within } from "@testing-library/react";
import { beforeEach, expect, it } from "vitest";
import { english } from "@/components/testing/english";
import { show } from "@/components/testing/show";
import type { TimelineEntry } from "@/lib/workloads/contract";
import { RunCard } from "./run-card";
import { serverWords } from "./server-words";

beforeEach(() => sessionStorage.clear());

const event = (sequence: number, step: string, status: string, more: Partial<TimelineEntry> = {}): TimelineEntry => ({
  sequence,
  at: `2026-05-04T10:00:0${sequence}.000Z`,
  run: "run_1",
  step,
  status,
  message: "",
  durationMs: null,
  ...more,
});
const made = [
  event(1, "reserve", "running"),
  event(2, "reserve", "done", { durationMs: 40 }),
  event(3, "ready", "running"),
  event(4, "ready", "done"),
  event(5, "create", "succeeded", { durationMs: 4_900 }),
];
const common = {
  words: serverWords(english("runs")),
  progress: null,
  failure: null,
  noun: "server",
  address: "192.0.2.1:25565",
};
const soon = "2026-05-04T10:00:20.000Z";
const later = "2026-05-04T11:00:00.000Z";

it("shows the current step with its progress, and those to come", () => {
  const progress = { step: "pull", fraction: 0.5, message: "12 of 24 MB" };
  const events = [...made.slice(0, 2), event(3, "pull", "running")];
  show(<RunCard {...common} events={events} status="provisioning" progress={progress} renderedAt={soon} />);
  const steps = screen.getAllByRole("listitem");
  expect(steps).toHaveLength(7);
  expect(steps[0]?.dataset.state).toBe("done");
  expect(steps[1]?.getAttribute("aria-current")).toBe("step");
  expect(within(steps[1] ?? document.body).getByText("12 of 24 MB")).toBeDefined();
  expect(screen.getByRole("progressbar").getAttribute("value")).toBe("0.5");
  expect(screen.getByRole("heading", { name: "Setting up" })).toBeDefined();
});

it("stays after success with the time and the address, celebrates once, and is closed by hand", async () => {
  const card = <RunCard {...common} events={made} status="online" renderedAt={soon} />;
  const { unmount } = show(card);
  expect(screen.getByRole("heading", { name: "Online in 4.9 s" })).toBeDefined();
  expect(screen.getByText("192.0.2.1:25565")).toBeDefined();
  expect(screen.getByRole("button", { name: /^Copy address/ })).toBeDefined();
  expect(screen.getAllByRole("listitem")).toHaveLength(2);
  expect(screen.getByTestId("celebration")).toBeDefined();
  unmount();
  const again = show(card);
  expect(screen.queryByTestId("celebration")).toBeNull();
  await again.user.click(screen.getByRole("button", { name: "Close the progress" }));
  expect(screen.queryByRole("heading")).toBeNull();
});

it("is not shown for a run of an hour ago, unless the person watched it", () => {
  const { unmount } = show(<RunCard {...common} events={made} status="online" renderedAt={later} />);
  expect(screen.queryByRole("heading")).toBeNull();
  unmount();
  const watched = show(<RunCard {...common} events={made.slice(0, 3)} status="provisioning" renderedAt={later} />);
  watched.rerender(<RunCard {...common} events={made} status="online" renderedAt={later} />);
  expect(screen.getByRole("heading", { name: "Online in 4.9 s" })).toBeDefined();
});

it("celebrates no restart, and leaves after a stop", () => {
  const restart = [event(1, "stop", "running"), event(2, "stop", "done"), event(3, "restart", "succeeded")];
  const { unmount } = show(<RunCard {...common} events={restart} status="online" renderedAt={soon} />);
  expect(screen.getByRole("heading", { name: "Online again" })).toBeDefined();
  expect(screen.queryByTestId("celebration")).toBeNull();
  unmount();
  const stop = [event(1, "stop", "running"), event(2, "stop", "done"), event(3, "stop", "succeeded")];
  show(<RunCard {...common} events={stop} status="offline" renderedAt={soon} />);
  expect(screen.queryByRole("heading")).toBeNull();
});

it("shows a failure on its step, what was undone, what to do, and the way to try again", () => {
  const message = "The image could not be downloaded.";
  const events = [
    ...made.slice(0, 2),
    event(3, "pull", "running"),
    event(4, "pull", "failed", { message }),
    event(5, "pull", "undone"),
    event(6, "reserve", "undone"),
    event(7, "create", "failed", { message }),
  ];
  const failure = { message, cure: "Retry in a minute." };
  show(
    <RunCard
      {...common}
      events={events}
      status="failed"
      failure={failure}
      renderedAt={later}
      retry={<Button>Retry</Button>}
    />,
  );
  expect(screen.getByRole("heading", { name: "The server could not be set up" })).toBeDefined();
  const step = screen.getByText("Pull the image").closest("li");
  expect(step?.dataset.state).toBe("failed");
  expect(step?.textContent).toContain(message);
  expect(screen.getAllByText(message)).toHaveLength(1);
  expect(screen.getByText("Undone: the port was released.")).toBeDefined();
  expect(screen.getByText("What to do: Retry in a minute.")).toBeDefined();
  expect(screen.getByRole("button", { name: "Retry" })).toBeDefined();
  expect(screen.queryByRole("button", { name: "Close the progress" })).toBeNull();
});

it("shows a run that does not change the state while it is in progress", () => {
  const words = { made: "created", ended: {}, labels: { apply: "Change it" }, plansOf: () => [], undone: {} };
  show(<RunCard {...common} words={words} noun="database" events={[event(1, "apply", "running")]} status="active" />);
  expect(screen.getByRole("heading", { name: "In progress" })).toBeDefined();
});
