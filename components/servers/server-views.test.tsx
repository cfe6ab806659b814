import { screen, waitFor, within } from "@testing-library/react";
import { expect, it } from "vitest";
import { EventList } from "@/components/dashboard/event-list";
import { StateTiles } from "@/components/dashboard/state-tiles";
import { sampleServer } from "@/components/testing/samples";
import { show } from "@/components/testing/show";
import type { ServerEventView } from "@/lib/game-servers/contract";
import { ServerTable } from "./server-table";
import { Timeline } from "./timeline";

const event = (sequence: number, step: string, status: string, durationMs: number | null = null): ServerEventView => ({
  sequence,
  at: `2026-05-04T10:00:0${sequence}.000Z`,
  run: "run_1",
  step,
  status,
  message: status === "failed" ? "The image does not exist." : "",
  durationMs,
});

it("lists servers with address, state and size", () => {
  const failed = { ...sampleServer, id: "srv_2", name: "Creative", status: "failed" as const, port: null };
  const next = "srv_2";
  show(<ServerTable items={[sampleServer, failed]} nextCursor={next} channel="c" showOwner />, "/servers?q=s");
  const row = within(screen.getByRole("row", { name: /Survival/ }));
  expect(row.getByText("192.0.2.1:25565")).toBeDefined();
  expect(row.getByText("2 GiB, 1 CPU, 10 GiB disk")).toBeDefined();
  expect(row.getByText("Ada")).toBeDefined();
  expect(within(screen.getByRole("row", { name: /Creative/ })).getByText("none")).toBeDefined();
  const older = screen.getByRole("link", { name: "Older servers" });
  expect(older.getAttribute("href")).toBe("/servers?q=s&cursor=srv_2");
});

it("searches after the last key, from the first page on", async () => {
  const { user, router } = show(<ServerTable items={[]} nextCursor={null} channel="c" />, "/servers?cursor=srv_9");
  await user.type(screen.getByLabelText("Search by name"), "surv");
  await waitFor(() => expect(router.replace).toHaveBeenCalledWith("/servers?q=surv", { scroll: false }));
  expect(router.replace).toHaveBeenCalledOnce();
});

it("clears a search and a state", async () => {
  const { user, router } = show(<ServerTable items={[]} nextCursor={null} channel="c" />, "/servers?q=surv");
  expect(screen.getByText("No server matches.")).toBeDefined();
  await user.click(screen.getByRole("button", { name: "Clear search" }));
  await waitFor(() => expect(router.replace).toHaveBeenCalledWith("/servers?", { scroll: false }));
  await user.click(screen.getByLabelText("State", { selector: "input" }));
  await user.click(await screen.findByRole("option", { name: "crashed" }));
  expect(router.replace).toHaveBeenLastCalledWith(expect.stringContaining("status=crashed"), { scroll: false });
});

it("offers the first server where there is none", () => {
  show(<ServerTable items={[]} nextCursor={null} channel="c" />, "/servers");
  expect(screen.getByRole("link", { name: "Create your first server" }).getAttribute("href")).toBe("/servers/new");
});

it("lists events, the newest first, without steps that only began", () => {
  show(<Timeline events={[event(1, "reserve", "done", 40), event(2, "pull", "running"), event(3, "pull", "done")]} />);
  const items = screen.getAllByRole("listitem");
  expect(items.map(({ textContent }) => textContent?.includes("pull"))).toEqual([true, false]);
});

it("shows the dashboard's counts and events with their servers", () => {
  show(
    <>
      <StateTiles byStatus={{ online: 2, starting: 1, crashed: 1 }} total={4} />
      <EventList events={[{ ...event(1, "start", "done"), serverId: "srv_1", serverName: "Survival" }]} />
    </>,
  );
  expect(within(screen.getByLabelText("4 servers by state")).getByText("Changing").previousSibling?.textContent).toBe(
    "1",
  );
  expect(screen.getByRole("link", { name: "Survival" }).getAttribute("href")).toBe("/servers/srv_1");
});
