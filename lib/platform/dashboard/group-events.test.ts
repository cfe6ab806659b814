import { expect, it } from "vitest";
import { groupEvents } from "./group-events";

const event = {
  sequence: 1,
  at: "2026-05-04T10:00:00.000Z",
  run: null,
  step: "exit",
  status: "starting",
  message: "The game ended while it was online.\nIt is restarted in 2 s.",
  durationMs: null,
  serverId: "srv_1",
  serverName: "Survival",
};
const started = {
  ...event,
  sequence: 3,
  at: "2026-05-04T10:00:12.000Z",
  run: "run_2",
  step: "start",
  status: "succeeded",
  durationMs: 3_775,
};
const texts = (events: Parameters<typeof groupEvents>[0], limit = 8) =>
  groupEvents(events, limit).map(({ tone, what, reason, durationMs }) =>
    `${tone}: ${what} ${durationMs ?? reason}`.trim(),
  );

it("says in one line that a server ended and was restarted", () => {
  expect(texts([started, event])).toEqual(["warn: restarted 12000"]);
});

it("keeps the end apart while the restart is not done, or belongs to another server", () => {
  expect(texts([event])).toEqual(["warn: restarting"]);
  expect(texts([{ ...started, serverId: "srv_2" }, event])).toHaveLength(2);
});

it("shows one line for a run", () => {
  const accepted = { ...event, sequence: 2, run: "run_1", step: "accept", status: "done", message: "Accepted." };
  const online = { ...accepted, sequence: 4, step: "create", status: "succeeded", durationMs: 4_900 };
  expect(texts([accepted])).toEqual(["busy: accepted"]);
  expect(texts([online, accepted])).toEqual(["good: done-create 4900"]);
});

it("gives the reason of a failure, and of an end that is not repaired", () => {
  const failed = { ...started, status: "failed", message: "The image cannot be pulled.\nMore" };
  expect(texts([failed])).toEqual(["bad: failed The image cannot be pulled."]);
  const crashed = { ...event, status: "crashed" };
  expect(texts([crashed])).toEqual(["bad: ended ended while it was online."]);
});

it("shows as many lines as asked for", () => {
  const many = Array.from({ length: 5 }, (_, index) => ({ ...started, sequence: index, run: `run_${index}` }));
  expect(texts(many, 3)).toHaveLength(3);
});
