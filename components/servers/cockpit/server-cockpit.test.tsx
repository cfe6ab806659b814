import { screen, waitFor, within } from "@testing-library/react";
import { expect, it } from "vitest";
import { ownerRights, sampleServer } from "@/components/testing/samples";
import { answerWith, show } from "@/components/testing/show";
import type { ServerDetailView, ServerEventView } from "@/lib/game-servers/contract";
import type { Rights } from "../rights";
import { TimelineTab } from "../tabs/timeline-tab";
import { ServerCockpit } from "./server-cockpit";
import type { Readings } from "./use-readings";

const event = (sequence: number, step: string, status: string): ServerEventView => ({
  sequence,
  at: `2026-05-04T10:00:0${sequence}.000Z`,
  run: "run_1",
  step,
  status,
  message: status === "failed" ? "The image does not exist." : "",
  durationMs: null,
});

type Shown = {
  rights?: Partial<Rights>;
  readings?: Readings | null;
  hasDatabases?: boolean;
  events?: ServerEventView[];
};

function cockpit(more: Partial<ServerDetailView> = {}, shown: Shown = {}) {
  return show(
    <ServerCockpit
      initial={{ ...sampleServer, ...more }}
      initialEvents={shown.events ?? []}
      channel="c"
      template={null}
      clients={[]}
      rights={{ ...ownerRights, ...shown.rights }}
      renderedAt="2026-05-04T10:00:30.000Z"
      readings={shown.readings ?? null}
      hasDatabases={shown.hasDatabases ?? false}
    >
      <TimelineTab />
    </ServerCockpit>,
    "/servers/srv_1/timeline",
  );
}
const tabs = () => within(screen.getByRole("navigation", { name: "Server" })).getAllByRole("link");

it("shows name, state, address, players and power in the header", () => {
  answerWith(() => ({ body: { items: [] } }));
  cockpit({}, { readings: { cpuPercent: 12, memoryBytes: 1024 ** 3, diskBytes: 3 * 1024 ** 3, players: 1 } });
  const header = within(screen.getByRole("heading", { name: "Survival" }).closest("header") ?? document.body);
  expect(header.getByText("online")).toBeDefined();
  expect(header.getByText("192.0.2.1:25565")).toBeDefined();
  expect(header.getByText("1 player")).toBeDefined();
  for (const name of ["Copy address", "Connect", "Restart", "Stop"]) {
    expect(header.getByRole("button", { name })).toBeDefined();
  }
});

it("has a link for each tab that the person may use, and marks the current one", () => {
  answerWith(() => ({ body: { items: [] } }));
  cockpit({}, { hasDatabases: true });
  expect(tabs().map((link) => link.getAttribute("href")?.split("/").at(-1))).toEqual([
    "console",
    "timeline",
    "figures",
    "databases",
    "settings",
    "sharing",
  ]);
  expect(tabs().find((link) => link.getAttribute("aria-current") === "page")?.textContent).toBe("Timeline");
});

it("offers a person without rights what they may see, and no buttons that would be refused", () => {
  answerWith(() => ({ body: { items: [] } }));
  const few = { power: false, console: false, update: false, share: false, delete: false, reinstall: false };
  cockpit({ status: "offline" }, { rights: { ...few, credentials: false } });
  expect(tabs().map(({ textContent }) => textContent)).toEqual(["Timeline", "Figures"]);
  expect(screen.queryByRole("button", { name: "Start" })).toBeNull();
});

it("shows stored figures at once, with their limits, and opens the charts on demand", async () => {
  answerWith(() => ({ body: { items: [] } }));
  const { user } = cockpit(
    {},
    { readings: { cpuPercent: 12, memoryBytes: 1024 ** 3, diskBytes: null, players: null } },
  );
  const strip = screen.getByRole("button", { name: /^Figures:\s*CPU 12 % of 1 CPU\s*Memory 1 GiB of 2 GiB\s*Disk –/ });
  expect(strip.getAttribute("aria-expanded")).toBe("false");
  expect(screen.queryByRole("region", { name: "Charts" })).toBeNull();
  await user.click(strip);
  const charts = screen.getByRole("region", { name: "Charts" });
  expect(await within(charts).findByText("Network")).toBeDefined();
  expect(within(charts).getByRole("link").getAttribute("href")).toBe("/servers/srv_1/figures");
});

it("shows no figures of a server that does not run", () => {
  answerWith(() => ({ body: { items: [] } }));
  cockpit({ status: "offline" }, { readings: { cpuPercent: 12, memoryBytes: 1, diskBytes: 1, players: 3 } });
  expect(screen.getByRole("button", { name: /^Figures:\s*CPU – of 1 CPU/ })).toBeDefined();
  expect(screen.queryByText("3 players")).toBeNull();
});

it("opens how to connect", async () => {
  answerWith(() => ({ body: { items: [] } }));
  const { user } = cockpit();
  await user.click(screen.getByRole("button", { name: "Connect" }));
  const drawer = within(await screen.findByRole("dialog", { name: "Connect to Survival" }));
  expect(drawer.getByText("Your game")).toBeDefined();
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
});

it.each([
  [true, "The server gets the port back at a start after the port is free."],
  [false, "Players need the new address."],
])("says that the address changed, and whether it comes back: %s", (comesBack, text) => {
  answerWith(() => ({ body: { items: [] } }));
  cockpit({ addressChange: { at: "2026-05-04T10:00:00.000Z", from: "192.0.2.1:25566", comesBack } });
  const notice = screen.getByRole("status");
  expect(notice.textContent).toContain("it was 192.0.2.1:25566");
  expect(notice.textContent).toContain(text);
});

it("shows a failed server with its reason, retries it, and then follows it", async () => {
  const failure = { code: "image_missing", message: "The image does not exist.", cure: "Choose another." };
  const calls = answerWith(({ method, path }) => {
    if (path.endsWith("/events")) return { body: { items: [event(1, "pull", "running")] } };
    return { body: method === "GET" ? { ...sampleServer, status: "provisioning" } : {} };
  });
  const { user } = cockpit({ status: "failed", failure }, { events: [event(1, "pull", "failed")] });
  expect(screen.getAllByText("The image does not exist.").length).toBeGreaterThan(0);
  await user.click(screen.getByRole("button", { name: "Retry" }));
  await waitFor(() => expect(screen.queryByRole("button", { name: "Retry" })).toBeNull());
  expect(calls.some(({ path }) => path === "/api/servers/srv_1/retry")).toBe(true);
  expect(screen.getByText("Pull the image")).toBeDefined();
});
