import { screen, waitFor, within } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { show } from "@/components/testing/show";
import { showLive } from "@/components/testing/show-live";
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
