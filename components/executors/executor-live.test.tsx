import { screen, waitFor, within } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { sampleConfig, sampleExecutor } from "@/components/testing/samples";
import { answerWith, refusal, show } from "@/components/testing/show";
import { showLive } from "@/components/testing/show-live";
import type { ExecutorView } from "@/lib/executors/contract";
import type { FleetSummary } from "@/lib/executors/fleet/contract";
import { ExecutorDetail } from "./executor-detail";
import { ExecutorOverview } from "./executor-overview";
import { FleetTiles } from "./fleet/fleet-tiles";
import { FleetView } from "./fleet/fleet-view";

vi.mock("pusher-js", async () => ({ default: (await import("@/components/testing/fake-pusher")).FakePusher }));

const changed = { executorId: "exr_1", what: "presence" };
const button = (name: string) => screen.getByRole("button", { name });
const all = { manage: true, command: true };

function detail(initial: ExecutorView = sampleExecutor, rights = all) {
  return (
    <ExecutorDetail
      initial={initial}
      channel="c"
      template={null}
      templates={[]}
      base={sampleConfig}
      program={null}
      types={[]}
      rights={rights}
    />
  );
}

it("shows an executor, and loads a tab when it is opened", async () => {
  const calls = answerWith(({ path }) => ({
    body: path.includes("timeline") ? { items: [], nextCursor: null } : sampleExecutor,
  }));
  const { user } = show(detail(sampleExecutor, { manage: false, command: false }), "/executors/exr_1");
  expect(screen.getByRole("heading", { name: "Shop in Leipzig" })).toBeDefined();
  expect(screen.queryByRole("tab", { name: "Settings" })).toBeNull();
  expect(calls.some(({ path }) => path.includes("timeline"))).toBe(false);
  await user.click(screen.getByRole("tab", { name: "Timeline" }));
  expect(await screen.findByText("Nothing has happened yet.")).toBeDefined();
});

it("shows a state as it changes, and what it means", async () => {
  let view: ExecutorView = sampleExecutor;
  answerWith(() => ({ body: view }));
  const { connect, emit } = await showLive(detail(), "/executors/exr_1");
  await connect();
  view = { ...sampleExecutor, presence: "offline", hostname: "till-2" };
  await emit("c", "executor.changed", changed);
  expect(await screen.findByText(/Three heartbeats are missing/)).toBeDefined();
  expect(screen.getAllByText("till-2").length).toBeGreaterThan(0);
});

it("keeps what it shows while the panel does not answer", async () => {
  answerWith(() => refusal(503, "The database is unavailable."));
  const { connect, emit } = await showLive(detail(), "/executors/exr_1");
  await connect();
  await emit("c", "executor.changed", changed);
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(screen.getByRole("heading", { name: "Shop in Leipzig" })).toBeDefined();
  expect(screen.getAllByText("till-1").length).toBeGreaterThan(0);
});

it("keeps what was typed in the settings when the executor changes", async () => {
  let view: ExecutorView = sampleExecutor;
  answerWith(() => ({ body: view }));
  const { connect, emit, user } = await showLive(detail(), "/executors/exr_1");
  await connect();
  await user.click(screen.getByRole("tab", { name: "Settings" }));
  await user.type(await screen.findByLabelText("Name"), " 2");
  view = { ...sampleExecutor, presence: "late" };
  await emit("c", "executor.changed", changed);
  await waitFor(() => expect(screen.getAllByText("late").length).toBeGreaterThan(0));
  expect(screen.getByLabelText("Name")).toHaveProperty("value", "Shop in Leipzig 2");
});

it("offers tabs and actions by right", () => {
  answerWith(() => ({ body: sampleExecutor }));
  show(detail(sampleExecutor, { manage: false, command: true }), "/executors/exr_1");
  const tabs = screen.getAllByRole("tab").map(({ textContent }) => textContent);
  expect(tabs).toContain("Commands");
  expect(tabs).not.toContain("Settings");
});

const overview = (more: Partial<ExecutorView>, awaited = false) =>
  show(<ExecutorOverview executor={{ ...sampleExecutor, ...more }} channel="c" program={null} awaited={awaited} />);

it.each([
  ["late", /more than one and a half intervals ago/],
  ["flapping", /three times within ten minutes/],
  ["revoked", /Create a new executor/],
] as const)("says what to do about the state %s", (presence, text) => {
  overview({ presence });
  expect(screen.getByText(text)).toBeDefined();
});

it("shows the figures of the last heartbeat with their units", () => {
  overview({ metrics: { cpuPercent: 12.5, memoryMb: 256 }, status: "ready" });
  const card = screen.getByText("Last heartbeat").closest(".ln-card");
  expect(card?.textContent).toMatch(/12\.5\s?%/);
  expect(screen.getByText("ready")).toBeDefined();
});

it("says where its key may be used, until when, and which secret still works", () => {
  overview({
    addresses: ["192.0.2.0/24"],
    expiresAt: "2999-01-01T00:00:00.000Z",
    previousUntil: "2999-01-01T00:00:00.000Z",
    lastUsedIp: "192.0.2.7",
  });
  expect(screen.getByText("192.0.2.0/24")).toBeDefined();
  expect(screen.getByText(/from 192.0.2.7/)).toBeDefined();
  expect(screen.getByText("Old secret")).toBeDefined();
  expect(button("Copy Key")).toBeDefined();
});

it("warns about a clock that is off", () => {
  overview({ clockMessage: "Its clock is 90 s behind." });
  expect(screen.getByText("Its clock is 90 s behind.")).toBeDefined();
});

it("shows how to set it up while it has never been seen", () => {
  answerWith(() => ({ body: sampleExecutor }));
  overview({ presence: "never", lastSeenAt: null }, true);
  expect(screen.getByText("Set it up")).toBeDefined();
  expect(screen.getByText("Waiting for its first heartbeat…")).toBeDefined();
});

const summary: FleetSummary = {
  total: 12,
  byPresence: { never: 1, online: 8, late: 0, offline: 2, flapping: 1, revoked: 4 },
  drifted: 3,
  versions: [
    { version: "1.4.0", count: 9 },
    { version: "1.5.0+x", count: 2 },
  ],
};

it("links each figure of the fleet to the executors behind it", () => {
  show(<FleetTiles summary={summary} path="/admin/executors" />);
  const tiles = within(screen.getByRole("list", { name: "The fleet by state" }));
  expect(tiles.getByRole("link", { name: /12\s*Executors/ }).getAttribute("href")).toBe("/admin/executors");
  expect(tiles.getByRole("link", { name: /3\s*Drifted/ }).getAttribute("href")).toBe("/admin/executors?drifted=true");
  expect(tiles.getByRole("link", { name: /0\s*Late/ }).dataset.tone).toBe("idle");
  expect(screen.getByRole("link", { name: "1.5.0+x" }).getAttribute("href")).toContain("version=1.5.0%2Bx");
});

const fleet = (canManage: boolean, items = [sampleExecutor]) => (
  <FleetView
    items={items}
    nextCursor="exr_1"
    summary={summary}
    channel="c"
    templates={[]}
    owners={[{ id: "usr_1", name: "Ada" }]}
    types={[]}
    canManage={canManage}
  />
);

it("offers no selection to people who may not change executors", () => {
  show(fleet(false), "/admin/executors");
  expect(screen.queryByRole("checkbox")).toBeNull();
  expect(screen.getByRole("link", { name: "Shop in Leipzig" })).toBeDefined();
});

it("opens the action for what was chosen, and forgets the choice after it was applied", async () => {
  const results = [{ id: "exr_1", name: "Shop in Leipzig", ok: true, message: "It is revoked." }];
  answerWith(({ body }) => ({ body: { affected: 1, results, dryRun: Object(body).dryRun } }));
  const { user } = show(fleet(true), "/admin/executors");
  await user.click(screen.getByRole("checkbox", { name: "Choose all on this page" }));
  await user.click(button("Apply an action to 1"));
  await user.click(await screen.findByRole("radio", { name: "Revoke" }));
  await user.click(button("Show what would happen"));
  await user.type(await screen.findByLabelText(/Type 1 to confirm/), "1");
  await user.click(button("Revoke 1"));
  await waitFor(() => expect(screen.getByText("1 of 1 were affected.")).toBeDefined());
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(screen.getByText("None chosen")).toBeDefined();
});

it("filters by owner and program through the address of the page", async () => {
  const { user, router } = show(fleet(true), "/admin/executors?cursor=exr_9&presence=late");
  await user.click(screen.getByLabelText("Owner", { selector: "input" }));
  await user.click(await screen.findByRole("option", { name: "Ada" }));
  const href = String(router.replace.mock.calls.at(-1)?.[0]);
  expect(href).toContain("ownerId=usr_1");
  expect(href).toContain("presence=late");
  expect(href).not.toContain("cursor");
});
