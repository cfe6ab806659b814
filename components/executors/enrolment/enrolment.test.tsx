import { screen, waitFor, within } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { sampleExecutor } from "@/components/testing/samples";
import { answerWith, refusal, show } from "@/components/testing/show";
import { showLive } from "@/components/testing/show-live";
import { ExecutorRows } from "../fleet/executor-rows";
import { useExecutorChanges } from "../fleet/use-executor-changes";
import { EnrolmentLinks } from "./enrolment-links";
import { FirstHeartbeat } from "./first-heartbeat";

vi.mock("pusher-js", async () => ({ default: (await import("@/components/testing/fake-pusher")).FakePusher }));

const waiting = { ...sampleExecutor, presence: "never" as const, lastSeenAt: null };
const changed = { executorId: "exr_1", what: "presence" };

it("waits for the first heartbeat, and reports it once", async () => {
  let view: typeof sampleExecutor | typeof waiting = waiting;
  answerWith(() => ({ body: view }));
  const onArrived = vi.fn();
  const { connect, emit } = await showLive(
    <FirstHeartbeat executor={waiting} channel="c" onArrived={onArrived} showLink />,
  );
  await connect();
  expect(screen.getByRole("status").textContent).toContain("Waiting for its first heartbeat…");
  view = sampleExecutor;
  await emit("c", "executor.changed", changed);
  expect(await screen.findByText("Shop in Leipzig is online!")).toBeDefined();
  expect(screen.getByText("It runs on till-1, program 1.4.0.")).toBeDefined();
  expect(screen.getByRole("link", { name: "Open Shop in Leipzig" }).getAttribute("href")).toBe("/executors/exr_1");
  await emit("c", "executor.changed", changed);
  expect(onArrived).toHaveBeenCalledOnce();
});

it("does not look for events of other executors", async () => {
  const calls = answerWith(() => ({ body: waiting }));
  const { connect, emit } = await showLive(<FirstHeartbeat executor={waiting} channel="c" />);
  await connect();
  await new Promise((resolve) => setTimeout(resolve, 100));
  const before = calls.length;
  await emit("c", "executor.changed", { executorId: "exr_2", what: "presence" });
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(calls).toHaveLength(before);
});

function Fleet({ look }: { look: () => void }) {
  const isLive = useExecutorChanges("c", null, look);
  return (
    <>
      <p>{isLive ? "live" : "asking"}</p>
      <ExecutorRows items={[sampleExecutor]} showOwner={false} />
    </>
  );
}

it("looks at most once a second at a fleet that changes all the time", async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  const look = vi.fn();
  const { connect, emit } = await showLive(<Fleet look={look} />);
  await connect();
  expect(screen.getByText("live")).toBeDefined();
  await vi.advanceTimersByTimeAsync(1_500);
  look.mockClear();
  for (let n = 0; n < 20; n++) await emit("c", "executor.changed", changed);
  await vi.advanceTimersByTimeAsync(2_500);
  expect(look.mock.calls.length).toBeGreaterThan(0);
  expect(look.mock.calls.length).toBeLessThanOrEqual(2);
});

const link = {
  id: "enr_1",
  name: "Shops",
  templateId: null,
  addresses: ["192.0.2.0/24"],
  uses: 1,
  maxUses: 10,
  expiresAt: "2999-01-01T00:00:00.000Z",
  createdAt: "2026-05-04T10:00:00.000Z",
};

it("shows how often a link was used, and that one is over", async () => {
  const over = { ...link, id: "enr_2", name: "Old", uses: 10 };
  answerWith(() => ({ body: { items: [link, over] } }));
  show(<EnrolmentLinks initial={[link, over]} templates={[]} program={null} />);
  const item = within((await screen.findByText("Shops")).closest("li") ?? document.body);
  expect(item.getByText(/used 1 of 10 times; ends/).textContent).toContain("only from 192.0.2.0/24");
  expect(screen.getByRole("button", { name: "End Shops" })).toBeDefined();
  expect(screen.getByRole("button", { name: "Remove Old" })).toBeDefined();
});

it("shows the message about a refused address beside its field, and keeps the form", async () => {
  answerWith(({ method }) =>
    method === "GET"
      ? { body: { items: [] } }
      : refusal(422, "Refused.", [{ path: "expiresInMinutes", message: "Use at most 30 days." }]),
  );
  const { user } = show(<EnrolmentLinks initial={[]} templates={[]} program={null} />);
  expect(await screen.findByText("No links yet.")).toBeDefined();
  await user.click(screen.getByRole("button", { name: "New link" }));
  const create = await screen.findByRole("button", { name: "Create link" });
  expect(create).toHaveProperty("disabled", true);
  await user.type(screen.getByLabelText("Name"), "Shops");
  await user.click(create);
  expect(await screen.findByText("Use at most 30 days.")).toBeDefined();
  expect(screen.getByLabelText("Name")).toHaveProperty("value", "Shops");
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
});
