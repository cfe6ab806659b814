import { screen, waitFor, within } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { show } from "@/components/testing/show";
import { showLive } from "@/components/testing/show-live";
import { HostedAttention, HostedCounts } from "./hosted-overview";
import { LiveRefresh } from "./live-refresh";
import { StateTiles } from "./state-tiles";

vi.mock("pusher-js", async () => ({ default: (await import("@/components/testing/fake-pusher")).FakePusher }));

it("loads the page once when several servers change at the same time", async () => {
  const { connect, emit, router } = await showLive(<LiveRefresh channel="c" />);
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

it("counts nothing where there is no server", () => {
  show(<StateTiles byStatus={{}} total={0} />);
  const tiles = within(screen.getByLabelText("0 servers by state"));
  expect(tiles.getAllByText("0").length).toBeGreaterThan(1);
});

it("shows hosted services that the plan allows, and what to do about them", () => {
  const zones = { kind: "dns-zone", label: "DNS zones", href: "/dns", used: 0, max: 10, byStatus: {} };
  const databases = { ...zones, label: "Databases", kind: "database", href: "/databases" };
  const both = { ...databases, used: 2, max: null, byStatus: { active: 1, failed: 1 } };
  const { rerender } = show(<HostedCounts kinds={[both, zones, { ...zones, kind: "x", label: "X", max: 0 }]} />);
  expect(screen.getByText("no limit")).toBeDefined();
  expect(screen.getByText(/1 active, 1 failed/)).toBeDefined();
  expect(screen.getByRole("link", { name: "Open Databases" }).getAttribute("href")).toBe("/databases");
  expect(screen.getByRole("link", { name: "Create the first in DNS zones" }).getAttribute("href")).toBe("/dns");
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
