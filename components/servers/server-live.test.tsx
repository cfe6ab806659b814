import { screen, waitFor, within } from "@testing-library/react";
import { useState } from "react";
import { expect, it, vi } from "vitest";
import { ownerRights, sampleServer } from "@/components/testing/samples";
import { answerWith, refusal } from "@/components/testing/show";
import { showLive } from "@/components/testing/show-live";
import type { ServerDetailView, ServerEventView } from "@/lib/game-servers/contract";
import { ServerCockpit } from "./cockpit/server-cockpit";
import { ServerTable } from "./server-table";
import { TimelineTab } from "./tabs/timeline-tab";

vi.mock("pusher-js", async () => ({ default: (await import("@/components/testing/fake-pusher")).FakePusher }));

const at = "2026-05-04T10:00:00.000Z";
const provisioning: ServerDetailView = { ...sampleServer, status: "provisioning" };

/** The panel's answers to a refresh; the test changes them as the server changes. */
function panelWith(state: { server: ServerDetailView; events: ServerEventView[] }) {
  const calls = answerWith(({ path }) => ({ body: path.endsWith("/events") ? { items: state.events } : state.server }));
  // Without those that keep the figures measured.
  return { count: () => calls.filter(({ path }) => !path.includes("/metrics")).length };
}

function detail(initial: ServerDetailView) {
  return showLive(
    <ServerCockpit
      initial={initial}
      initialEvents={[]}
      channel="c"
      template={null}
      clients={[]}
      rights={ownerRights}
      renderedAt={at}
      readings={null}
      hasDatabases={false}
    >
      <TimelineTab />
    </ServerCockpit>,
    "/servers/srv_1/timeline",
  );
}

const step = (sequence: number, name: string, status: string, more: object = {}) => ({
  serverId: "srv_1",
  run: "run_1",
  step: name,
  status,
  progress: null,
  message: "",
  at,
  sequence,
  ...more,
});

it("says that live updates are off, until the socket is there", async () => {
  panelWith({ server: provisioning, events: [] });
  const { connect, disconnect } = await detail(provisioning);
  expect(screen.queryByText(/Live updates are off/)).toBeNull();
  expect(await screen.findByText(/Live updates are off/)).toBeDefined();
  await connect();
  await waitFor(() => expect(screen.queryByText(/Live updates are off/)).toBeNull());
  await disconnect();
  expect(await screen.findByText(/Live updates are off/)).toBeDefined();
});

const progress = () => within(screen.getByRole("region", { name: "Progress" }));

it("shows a step as it begins, its progress, and its end", async () => {
  panelWith({ server: provisioning, events: [] });
  const { connect, emit } = await detail(provisioning);
  await connect();
  await emit("c", "provisioning.step", step(1, "pull", "running"));
  expect(progress().getByText("Pull the image").closest("li")?.getAttribute("aria-current")).toBe("step");
  await emit("c", "provisioning.step", step(0, "pull", "running", { progress: 0.25, message: "6 of 24 MB" }));
  expect(screen.getByText("6 of 24 MB")).toBeDefined();
  expect(screen.getByRole("progressbar").getAttribute("value")).toBe("0.25");
  await emit("c", "provisioning.step", step(2, "pull", "done"));
  expect(screen.queryByRole("progressbar")).toBeNull();
  expect(progress().getByText("Pull the image").closest("li")?.dataset.state).toBe("done");
});

it("counts an event once that arrives twice, and orders events by their sequence", async () => {
  panelWith({ server: provisioning, events: [] });
  const { connect, emit } = await detail(provisioning);
  await connect();
  await emit("c", "provisioning.step", step(3, "storage", "done"));
  await emit("c", "provisioning.step", step(2, "pull", "done"));
  await emit("c", "provisioning.step", step(3, "storage", "done"));
  const rows = within(screen.getByRole("list", { name: "Timeline" })).getAllByRole("listitem");
  expect(rows).toHaveLength(2);
  expect(rows[0]?.textContent).toContain("Network and volume");
});

it("drops an event of another shape, which another version of the panel sent", async () => {
  panelWith({ server: provisioning, events: [] });
  const { connect, emit } = await detail(provisioning);
  await connect();
  await emit("c", "provisioning.step", { step: "pull" });
  await emit("c", "server.status", { status: 7 });
  expect(screen.queryByText("running")).toBeNull();
  expect(progress().getByText("Pull the image").closest("li")?.dataset.state).toBe("waiting");
});

it("shows a new state at once, and reads the rest of the server", async () => {
  const state = { server: provisioning, events: [] };
  const calls = panelWith(state);
  const { connect, emit } = await detail(provisioning);
  await connect();
  await waitFor(() => expect(calls.count()).toBe(2));
  state.server = { ...sampleServer, name: "Renamed" };
  await emit("c", "server.status", { serverId: "srv_1", status: "online", at });
  expect(await screen.findByRole("heading", { name: "Renamed" })).toBeDefined();
  expect(screen.getByRole("button", { name: "Stop" })).toBeDefined();
  expect(document.title).toContain("Renamed");
  expect(calls.count()).toBe(4);
});

it("leaves the page of a server that was deleted", async () => {
  panelWith({ server: sampleServer, events: [] });
  const { connect, emit, router } = await detail(sampleServer);
  await connect();
  await emit("c", "server.status", { serverId: "srv_1", status: "deleted", at });
  expect(router.replace).toHaveBeenCalledWith("/servers");
});

it("leaves the page when the server is not there any more, and stays when the panel does not answer", async () => {
  let status = 500;
  answerWith(() => refusal(status, "Refused."));
  const { connect, emit, router } = await detail(sampleServer);
  await connect();
  await emit("c", "server.status", { serverId: "srv_1", status: "offline", at });
  expect(router.replace).not.toHaveBeenCalled();
  expect(screen.getByText("offline")).toBeDefined();
  status = 404;
  await emit("c", "server.status", { serverId: "srv_1", status: "offline", at });
  await waitFor(() => expect(router.replace).toHaveBeenCalledWith("/servers"));
});

it("reads again what a lost connection missed", async () => {
  const state: { server: ServerDetailView; events: ServerEventView[] } = { server: provisioning, events: [] };
  const calls = panelWith(state);
  const { connect, disconnect } = await detail(provisioning);
  await connect();
  await waitFor(() => expect(calls.count()).toBe(2));
  await disconnect();
  state.server = {
    ...sampleServer,
    status: "failed",
    failure: { code: "x", message: "The image does not exist.", cure: null },
  };
  state.events = [
    { at, run: "run_1", step: "pull", status: "failed", message: "Not found.", sequence: 9, durationMs: 5 },
  ];
  await connect();
  expect(await screen.findByText("The server could not be set up")).toBeDefined();
  expect(screen.getAllByText("Not found.").length).toBeGreaterThan(0);
});

it("asks every two seconds while there is no socket", async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  const state = { server: provisioning, events: [] };
  const calls = panelWith(state);
  await detail(provisioning);
  state.server = { ...sampleServer, status: "online" };
  await vi.advanceTimersByTimeAsync(2_100);
  expect(await screen.findByRole("button", { name: "Stop" })).toBeDefined();
  expect(calls.count()).toBeGreaterThanOrEqual(2);
});

it("shows the states of all servers in the list as they change", async () => {
  const items = [sampleServer, { ...sampleServer, id: "srv_2", name: "Creative", status: "offline" as const }];
  const { connect, emit } = await showLive(<ServerTable items={items} nextCursor={null} channel="c" />, "/servers");
  await connect();
  await emit("c", "server.status", { serverId: "srv_2", status: "starting", at });
  expect(within(screen.getByRole("row", { name: /Creative/ })).getByText("starting")).toBeDefined();
  expect(within(screen.getByRole("row", { name: /Survival/ })).getByText("online")).toBeDefined();
});

function TwoPages() {
  const [isList, setList] = useState(true);
  return (
    <>
      {isList ? <ServerTable items={[sampleServer]} nextCursor={null} channel="c" /> : null}
      <button type="button" onClick={() => setList(!isList)}>
        Other page
      </button>
    </>
  );
}

it("keeps the subscription for a page that follows at once, and ends it a second after the last one", async () => {
  const { channels, connect, emit, user } = await showLive(<TwoPages />, "/servers");
  await connect();
  const other = screen.getByRole("button", { name: "Other page" });
  await user.click(other);
  expect(channels()).toEqual(["c"]);
  await user.click(other);
  await emit("c", "server.status", { serverId: "srv_1", status: "stopping", at });
  expect(within(screen.getByRole("row", { name: /Survival/ })).getByText("stopping")).toBeDefined();
  await user.click(other);
  await waitFor(() => expect(channels()).toEqual([]));
});
