import { act, screen, waitFor, within } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { sampleConfig, sampleExecutor } from "@/components/testing/samples";
import { answerWith, pending, refusal, show } from "@/components/testing/show";
import { showLive } from "@/components/testing/show-live";
import type { FleetSummary } from "@/lib/executors/fleet/contract";
import { ExecutorList } from "./executor-list";
import { ConfigState, ExecutorRows } from "./executor-rows";
import { FleetTiles } from "./fleet-tiles";
import { FleetView } from "./fleet-view";

vi.mock("pusher-js", async () => ({ default: (await import("@/components/testing/fake-pusher")).FakePusher }));

afterEach(() => void vi.useRealTimers());

const button = (name: string) => screen.getByRole("button", { name });
const second = { ...sampleExecutor, id: "exr_2", name: "Dresden", owner: { id: "usr_2", name: "Grace" } };
const summary: FleetSummary = {
  total: 2,
  byPresence: { never: 0, online: 2, late: 0, offline: 0, flapping: 0, revoked: 0 },
  drifted: 0,
  versions: [],
};
type FleetProps = Parameters<typeof FleetView>[0];
const fleet = (more: Partial<FleetProps> = {}) => (
  <FleetView
    {...{ items: [sampleExecutor, second], nextCursor: null, summary, channel: "c", templates: [], owners: [] }}
    {...{ types: [], canManage: true, ...more }}
  />
);
const own = { nextCursor: null, channel: "c", base: sampleConfig, program: null, canCreate: true };
const templates = [{ id: "tpl_1", name: "Shops" }];

it("keeps what is chosen while other pages are shown", async () => {
  const { user, rerender } = show(fleet(), "/admin/executors");
  await user.click(screen.getByRole("checkbox", { name: "Choose Dresden" }));
  rerender(fleet({ items: [sampleExecutor] }));
  expect(screen.getByText("1 chosen")).toBeDefined();
  await user.click(screen.getByRole("checkbox", { name: "Choose all on this page" }));
  expect(button("Apply an action to 2")).toBeDefined();
  await user.click(screen.getByRole("checkbox", { name: "Choose Shop in Leipzig" }));
  expect(screen.getByText("1 chosen")).toBeDefined();
});

it("chooses no more than one call takes, and says so", async () => {
  const page = (from: number, nextCursor: string | null) => ({
    body: { items: Array.from({ length: 100 }, (_, at) => ({ id: `exr_${from + at}` })), nextCursor },
  });
  const calls = answerWith(({ path }) => {
    if (path.includes("cursor=c2")) return page(300, "c3");
    return path.includes("cursor=c1") ? page(200, "c2") : page(100, "c1");
  });
  const { user, toasts } = show(fleet(), "/admin/executors?drifted=true");
  await user.click(button("Choose all that match"));
  expect(await screen.findByText("200 chosen")).toBeDefined();
  expect(toasts).toEqual([{ message: "At most 200 can be chosen at once.", tone: "notice" }]);
  expect(calls.map(({ path }) => path)).toEqual([
    "/api/executors?drifted=true&limit=100",
    "/api/executors?drifted=true&limit=100&cursor=c1",
    "/api/executors?drifted=true&limit=100&cursor=c2",
  ]);
});

it("keeps the choice when the executors that match cannot be read", async () => {
  const answer = pending<ReturnType<typeof refusal>>();
  answerWith(() => answer.promise);
  const { user, toasts } = show(fleet(), "/admin/executors");
  await user.click(screen.getByRole("checkbox", { name: "Choose Dresden" }));
  await user.click(button("Choose all that match"));
  await waitFor(() => expect(button("Choose all that match").dataset.loading).toBe("true"));
  answer.end(refusal(400, "The filter is not known."));
  await waitFor(() => expect(toasts).toEqual([{ message: "The filter is not known.", tone: "failed" }]));
  expect(screen.getByText("1 chosen")).toBeDefined();
});

it("keeps the choice when an action was not applied", async () => {
  answerWith(() => ({ body: {} }));
  const { user, router } = show(fleet(), "/admin/executors");
  await user.click(screen.getByRole("checkbox", { name: "Choose Dresden" }));
  await user.click(button("Apply an action to 1"));
  expect(await screen.findByRole("dialog", { name: "Apply an action to 1 executor" })).toBeDefined();
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(screen.getByText("1 chosen")).toBeDefined();
  await waitFor(() => expect(document.activeElement).toBe(button("Apply an action to 1")));
  expect(router.refresh).toHaveBeenCalledOnce();
});

it("shows whose executors they are, and offers no action where there is none", () => {
  const { unmount } = show(fleet({ nextCursor: "exr_2" }), "/admin/executors?presence=online");
  expect(within(screen.getByRole("row", { name: /Dresden/ })).getByText("Grace")).toBeDefined();
  const next = screen.getByRole("link", { name: "Older executors" }).getAttribute("href");
  expect(next).toBe("/admin/executors?presence=online&cursor=exr_2");
  unmount();
  show(fleet({ items: [] }), "/admin/executors?presence=late");
  expect(screen.getByText("No executor matches.")).toBeDefined();
  expect(screen.queryByRole("button", { name: "Choose all that match" })).toBeNull();
});

it("names no programs before the first heartbeat, and at most eight", () => {
  const { rerender } = show(<FleetTiles summary={summary} path="/admin/executors" />);
  expect(screen.queryByText(/^Programs:/)).toBeNull();
  const versions = Array.from({ length: 9 }, (_, minor) => ({ version: `1.${minor}.0`, count: minor + 1 }));
  rerender(<FleetTiles summary={{ ...summary, versions }} path="/admin/executors" />);
  expect(screen.getByText(/^Programs:/).textContent).toMatch(/^Programs: 1\.0\.0 \(1\), 1\.1\.0 \(2\).*1\.7\.0 \(8\)$/);
});

it("shows which version an executor uses, and which it should", () => {
  const { rerender } = show(<ConfigState executor={{ configVersion: 3, appliedVersion: null, drifted: false }} />);
  expect(screen.getByText("version 3")).toBeDefined();
  rerender(<ConfigState executor={{ configVersion: 3, appliedVersion: 2, drifted: true }} />);
  expect(screen.getByText("2, should be 3")).toBeDefined();
});

it("says what is not known of an executor that was never seen", () => {
  const unseen = { ...sampleExecutor, presence: "never" as const, lastSeenAt: null, hostname: null, version: null };
  show(<ExecutorRows items={[unseen]} />);
  const row = within(screen.getByRole("row", { name: /Leipzig/ }));
  expect(row.getAllByText("not known")).toHaveLength(2);
  expect(row.getByText("never")).toBeDefined();
  expect(row.getByText("exe_abc")).toBeDefined();
  expect(screen.queryByRole("columnheader", { name: "Owner" })).toBeNull();
});

it("filters a person's own executors, without filters that have no choices", async () => {
  const { user, router } = show(<ExecutorList {...own} items={[sampleExecutor]} templates={templates} />, "/executors");
  expect(screen.queryByLabelText("Version")).toBeNull();
  expect(screen.queryByLabelText("Owner")).toBeNull();
  await user.click(screen.getByLabelText("Template", { selector: "input" }));
  await user.click(await screen.findByRole("option", { name: "Shops" }));
  expect(router.replace.mock.calls.at(-1)?.[0]).toBe("/executors?templateId=tpl_1");
  await user.type(screen.getByLabelText("Search name, host or key"), "till");
  await waitFor(() => expect(router.replace.mock.calls.at(-1)?.[0]).toBe("/executors?q=till"));
});

it("takes a filter back", async () => {
  const { user, router } = show(fleet(), "/admin/executors?drifted=true&q=till");
  expect(screen.getByLabelText("Configuration", { selector: "input" })).toHaveProperty("value", "drifted");
  // Mantine hides the button from assistive technology, for which the chosen option takes the filter back.
  await user.click(screen.getByLabelText("Any configuration"));
  expect(router.replace.mock.calls.at(-1)?.[0]).toBe("/admin/executors?q=till");
  router.replace.mockClear();
  screen.getByLabelText("Configuration", { selector: "input" }).focus();
  await user.keyboard("{Enter}{Enter}");
  expect(router.replace.mock.calls.at(-1)?.[0]).toBe("/admin/executors?q=till");
});

it("offers no executor to people who may not create one, and no filters without executors", () => {
  show(<ExecutorList {...own} items={[]} templates={templates} canCreate={false} />, "/executors");
  expect(screen.getByText("No executors yet.")).toBeDefined();
  expect(screen.queryByRole("button")).toBeNull();
  expect(screen.queryByLabelText("Search name, host or key")).toBeNull();
});

it("reads the list again when an executor changes, once for many events", async () => {
  const list = <ExecutorList {...own} items={[sampleExecutor]} templates={[]} />;
  const { connect, emit, router, disconnect } = await showLive(list, "/executors");
  await connect();
  await waitFor(() => expect(router.refresh).toHaveBeenCalled());
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval"] });
  router.refresh.mockClear();
  for (const executorId of ["exr_1", "exr_2", "*"])
    await emit("c", "executor.changed", { executorId, what: "presence" });
  await emit("c", "executor.changed", { what: "presence" });
  await act(async () => void vi.advanceTimersByTime(1_000));
  expect(router.refresh).toHaveBeenCalledOnce();
  await act(async () => void vi.advanceTimersByTime(20_000));
  expect(router.refresh).toHaveBeenCalledOnce();
  await disconnect();
  await act(async () => void vi.advanceTimersByTime(10_000));
  expect(router.refresh).toHaveBeenCalledTimes(3);
});
