import { act, screen, waitFor, within } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { answerWith, refusal, show } from "@/components/testing/show";
import { showLive } from "@/components/testing/show-live";
import type { ServerCardView } from "@/lib/platform/dashboard/contract";
import { HostedAttention, HostedCounts } from "./hosted-overview";
import { LiveRefresh } from "./live-refresh";
import { ServerCards } from "./server-cards";
import { StartList } from "./start-list";
import { StateFilters } from "./state-filters";

vi.mock("pusher-js", async () => ({ default: (await import("@/components/testing/fake-pusher")).FakePusher }));

it("loads the page once when several servers change at the same time", async () => {
  const { connect, emit, router } = await showLive(<LiveRefresh channel="c" servers={[]} />);
  await connect();
  await new Promise((resolve) => setTimeout(resolve, 300));
  router.refresh.mockClear();
  for (const id of ["srv_1", "srv_2", "srv_3"]) {
    await emit("c", "server.status", { serverId: id, status: "online", at: "2026-05-04T10:00:00.000Z" });
  }
  await waitFor(() => expect(router.refresh).toHaveBeenCalledOnce());
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(router.refresh).toHaveBeenCalledOnce();
});

it.each([
  ["starting", 1],
  ["online", 0],
])(
  "loads the page again when it listens, if a server was %s: the change may have ended meanwhile",
  async (status, times) => {
    const { connect, router } = await showLive(<LiveRefresh channel="c" servers={[{ status }]} />);
    await connect();
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(router.refresh).toHaveBeenCalledTimes(times);
  },
);

const card = {
  id: "srv_1",
  name: "Survival",
  status: "online",
  template: "sample-game",
  ipAddress: "192.0.2.1",
  port: 25565,
  failure: null,
  busy: false,
  sharedBy: null,
  cpuPercent: 12.4,
  memoryPercent: 40,
  players: 1,
  spark: [1, 5, 3],
} as const satisfies ServerCardView;

it("shows a server with its address, its figures, and what its state allows", () => {
  const { rerender } = show(<ServerCards servers={[card]} isFiltered={false} mayCreate />);
  expect(screen.getByRole("link", { name: "Survival" }).getAttribute("href")).toBe("/servers/srv_1");
  expect(screen.getByText("192.0.2.1:25565")).toBeDefined();
  expect(screen.getByText("1 player · CPU 12 % · Memory 40 %")).toBeDefined();
  expect(screen.getByRole("button", { name: "Restart Survival" })).toBeDefined();
  expect(screen.queryByRole("button", { name: "Start Survival" })).toBeNull();
  const failed = {
    ...card,
    status: "failed",
    failure: { code: "x", message: "The port is taken.\nDetails", cure: null },
  } as const;
  rerender(<ServerCards servers={[failed]} isFiltered={false} mayCreate />);
  expect(screen.getByText("The port is taken.")).toBeDefined();
  expect(screen.queryByRole("button", { name: /^(Start|Stop|Restart)/ })).toBeNull();
});

it("shows the next state at once after a power action, and the real one where it is refused", async () => {
  let refused = false;
  const calls = answerWith(() => (refused ? refusal(409, "Another change is in progress.") : { body: {} }));
  const { user, toasts } = show(<ServerCards servers={[card]} isFiltered={false} mayCreate />);
  await user.click(screen.getByRole("button", { name: "Stop Survival" }));
  expect(screen.getByText("stopping")).toBeDefined();
  expect(calls[0]?.path).toBe("/api/servers/srv_1/power");
  refused = true;
  const { user: other } = show(
    <ServerCards servers={[{ ...card, id: "srv_2", name: "Second" }]} isFiltered mayCreate />,
  );
  await other.click(screen.getByRole("button", { name: "Stop Second" }));
  await waitFor(() =>
    expect(toasts.length + document.querySelectorAll("[data-state=online]").length).toBeGreaterThan(0),
  );
  expect(
    within(screen.getByRole("link", { name: "Second" }).closest("li") ?? document.body).getByText("online"),
  ).toBeDefined();
});

it("offers the first server, or all of them where a filter finds none", () => {
  const { rerender } = show(<ServerCards servers={[]} isFiltered={false} mayCreate />);
  expect(screen.getByRole("link", { name: "Create your first server" })).toBeDefined();
  rerender(<ServerCards servers={[]} isFiltered={false} mayCreate={false} />);
  expect(screen.queryByRole("link")).toBeNull();
  rerender(<ServerCards servers={[]} isFiltered mayCreate />);
  expect(screen.getByRole("link", { name: "Show all" }).getAttribute("href")).toBe("/");
});

it("makes a filter of each count", () => {
  show(<StateFilters counts={{ online: 3, changing: 0, offline: 1, attention: 2 }} total={6} chosen="attention" />);
  const filters = within(screen.getByRole("navigation", { name: "Servers by state" }));
  expect(filters.getByRole("link", { name: "All 6" }).getAttribute("href")).toBe("/");
  expect(filters.getByRole("link", { name: "Online 3" }).getAttribute("href")).toBe("/?state=online");
  expect(filters.getByRole("link", { current: true }).textContent).toBe("Need attention 2");
});

it("ticks what is done, and stays hidden once it was hidden", async () => {
  const step = {
    id: "factor" as const,
    href: "/account/security",
    isDone: false,
  };
  const { user, rerender } = show(<StartList steps={[step, { ...step, id: "server" as const, isDone: true }]} />);
  expect(screen.getByText("1 of 2")).toBeDefined();
  expect(screen.getByRole("link", { name: "Protect your account" })).toBeDefined();
  expect(screen.queryByRole("link", { name: "Create the first server" })).toBeNull();
  await user.click(screen.getByRole("button", { name: "Hide the first steps" }));
  expect(screen.queryByText("First steps")).toBeNull();
  expect(document.cookie).toContain("ln-start=hidden");
  rerender(<StartList key="again" steps={[{ ...step, isDone: true }]} />);
  expect(screen.queryByText("First steps")).toBeNull();
});

it("shows hosted services that the plan allows, and what to do about them", () => {
  const zones = { kind: "dns-zone", label: "DNS zones", href: "/dns", used: 0, max: 10, byStatus: {} };
  const databases = { ...zones, label: "Databases", kind: "database", href: "/databases" };
  const both = { ...databases, used: 2, max: null, byStatus: { active: 1, failed: 1 } };
  const { rerender } = show(<HostedCounts kinds={[both, zones, { ...zones, kind: "x", label: "X", max: 0 }]} />);
  expect(screen.getByText("no limit")).toBeDefined();
  expect(screen.getByText(/1 active, 1 failed/)).toBeDefined();
  expect(screen.getByRole("link", { name: "Databases" }).getAttribute("href")).toBe("/databases");
  expect(screen.getByRole("link", { name: "DNS zones" }).getAttribute("href")).toBe("/dns");
  expect(screen.getByText("of 10")).toBeDefined();
  expect(screen.queryByText("X")).toBeNull();
  rerender(<HostedCounts kinds={[]} />);
  expect(screen.queryByText("Hosted services")).toBeNull();
});

it("lists what needs attention, and nothing where all is well", () => {
  const entry = { id: "dbs_1", kind: "database", name: "Shop", href: "/databases/dbs_1", reason: "Nearly full." };
  const { rerender } = show(<HostedAttention attention={[entry]} />);
  expect(screen.getByRole("link", { name: "Shop" }).getAttribute("href")).toBe("/databases/dbs_1");
  expect(screen.getByText("Nearly full.")).toBeDefined();
  rerender(<HostedAttention attention={[]} />);
  expect(screen.queryByText("Needs attention")).toBeNull();
});

it("does not keep a state that never came", async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  answerWith(() => ({ body: {} }));
  const { user } = show(<ServerCards servers={[card]} isFiltered={false} mayCreate />);
  await user.click(screen.getByRole("button", { name: "Restart Survival" }));
  expect(screen.getByText("stopping")).toBeDefined();
  // The restart was over before the page was loaded again, so the server is online as before.
  await act(async () => vi.advanceTimersByTime(6_500));
  expect(screen.getByText("online")).toBeDefined();
  vi.useRealTimers();
});
