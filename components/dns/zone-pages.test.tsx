import { screen, waitFor, within } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { answerWith, refusal, show } from "@/components/testing/show";
import { showLive } from "@/components/testing/show-live";
import type { HostedEventView } from "@/lib/hosted-services/contract";
import type { ZoneView } from "@/lib/hosted-services/dns/zones/contract";
import { ZoneDetail } from "./zone-detail";
import type { ZoneRights } from "./zone-rights";
import { ZoneTable } from "./zone-table";

vi.mock("pusher-js", async () => ({ default: (await import("@/components/testing/fake-pusher")).FakePusher }));

const at = "2026-05-04T10:00:00.000Z";
const zone: ZoneView = {
  id: "zon_1",
  name: "example.com",
  zone: "example.com.",
  status: "active",
  provider: { id: "prv_1", name: "Names" },
  failure: null,
  heldByStaff: false,
  owner: { id: "usr_1", name: "Dora" },
  createdAt: at,
  nameservers: ["ns1.example.net.", "ns2.example.net."],
  serial: 2026112701,
  secondaries: [],
  dnssec: { enabled: false, ds: [] },
  sets: 3,
};
const all: ZoneRights = { manage: true, delete: true };
const event = (sequence: number, step: string, status: string, message = ""): HostedEventView => ({
  ...{ sequence, at, run: "run_1", step, status, message, durationMs: null },
});
const page = (more: Partial<ZoneView> = {}, rights = all, events: HostedEventView[] = []) => (
  <ZoneDetail initial={{ ...zone, ...more }} initialEvents={events} channel="c" rights={rights} />
);
const stepOf = (label: string) => screen.getByText(label).closest("li");
const statusOf = (resourceId: string, status: string) => ({ resourceId, kind: "dns-zone", status, at });

/** The panel's answers to reads; the test changes `state.view` as the zone changes. */
function panelWith(state: { view: ZoneView }) {
  return answerWith(({ path, method }) => {
    if (method === "POST") return { status: 202, body: { status: "provisioning" } };
    if (path.endsWith("/events")) return { body: { items: [] } };
    return { body: path.includes("/records") ? { serial: zone.serial, items: [] } : state.view };
  });
}

it("shows the state, and the name servers as a registrar takes them", () => {
  panelWith({ view: zone });
  show(page({ dnssec: { enabled: true, ds: [] } }), "/dns/zon_1");
  expect(screen.getByRole("heading", { name: "example.com" })).toBeDefined();
  expect(screen.getByText("active")).toBeDefined();
  expect(screen.getByText("Serial 2026112701")).toBeDefined();
  expect(screen.getByText("DNSSEC on")).toBeDefined();
  expect(screen.getByText("ns1.example.net")).toBeDefined();
  expect(screen.getByRole("button", { name: "Copy Name server 2" })).toBeDefined();
});

it.each([
  [all, true],
  [{ manage: true, delete: false }, false],
  [{ manage: false, delete: false }, false],
])("offers what the person may do: %j", async (rights, danger) => {
  panelWith({ view: zone });
  show(page({}, rights), "/dns/zon_1");
  expect(screen.queryByRole("tab", { name: "Danger zone" }) !== null).toBe(danger);
  await screen.findByText("No records yet.");
  expect(screen.queryByRole("button", { name: "Add records" }) !== null).toBe(rights.manage);
});

it.each(["provisioning", "failed", "suspended", "deleting"] as const)(
  "takes no edits while it is %s",
  async (status) => {
    panelWith({ view: { ...zone, status } });
    show(page({ status }), "/dns/zon_1");
    await screen.findByText("No records yet.");
    expect(screen.queryByRole("button", { name: "Add records" })).toBeNull();
  },
);

it("opens each tab by keyboard", async () => {
  panelWith({ view: zone });
  const { user } = show(page({}, all, [event(1, "create", "done", "Created")]), "/dns/zon_1");
  screen.getByRole("tab", { name: "DNSSEC" }).focus();
  await user.keyboard("{ArrowRight}");
  expect(within(screen.getByRole("tabpanel")).getByText("Created")).toBeDefined();
  await user.keyboard("{ArrowRight}");
  expect(await screen.findByText("Delete the zone")).toBeDefined();
});

it("says why a create failed, and tries it again", async () => {
  const state = { view: { ...zone, status: "provisioning" as const } };
  const calls = panelWith(state);
  const failure = { code: "provider_unavailable", message: "connect ECONNREFUSED", cure: null };
  const events = [event(1, "check", "done"), event(2, "create", "failed", "connect ECONNREFUSED")];
  const { user } = show(page({ status: "failed", failure }, all, events), "/dns/zon_1");
  expect(screen.getByText("The zone could not be created")).toBeDefined();
  expect(stepOf("Create it at the provider")?.dataset.state).toBe("failed");
  await user.click(screen.getByRole("button", { name: "Try again" }));
  await waitFor(() => expect(screen.queryByText("The zone could not be created")).toBeNull());
  expect(calls.filter(({ method }) => method === "POST").map(({ path }) => path)).toEqual([
    "/api/provisioning/dns-zones/zon_1/retry",
  ]);
});

it("follows a create, and then shows the zone that was made", async () => {
  const state = { view: { ...zone, status: "provisioning" as ZoneView["status"] } };
  panelWith(state);
  const { connect, emit } = await showLive(page({ status: "provisioning" }), "/dns/zon_1");
  await connect();
  const step = { resourceId: "zon_1", kind: "dns-zone", run: "run_1", progress: null, message: "", at };
  await emit("c", "hosted.step", { ...step, step: "create", status: "running", sequence: 2 });
  expect(stepOf("Create it at the provider")?.getAttribute("aria-current")).toBe("step");
  state.view = { ...zone, serial: 2026112702 };
  await emit("c", "hosted.status", statusOf("zon_1", "active"));
  expect(await screen.findByText("Serial 2026112702")).toBeDefined();
});

it("goes back to the list when the zone is deleted", async () => {
  panelWith({ view: zone });
  const { connect, emit, router } = await showLive(page(), "/dns/zon_1");
  await connect();
  await emit("c", "hosted.status", statusOf("zon_2", "deleted"));
  expect(router.replace).not.toHaveBeenCalled();
  await emit("c", "hosted.status", statusOf("zon_1", "deleted"));
  expect(router.replace).toHaveBeenCalledWith("/dns");
});

it("keeps the zone on the page when its records cannot be read, and says why", async () => {
  answerWith(() => refusal(400, "The records cannot be read."));
  show(page(), "/dns/zon_1");
  expect((await screen.findByRole("alert")).textContent).toBe("The records cannot be read.");
  expect(screen.getByRole("heading", { name: "example.com" })).toBeDefined();
});

const table = (items: ZoneView[], more: { nextCursor?: string; canCreate?: boolean } = {}) => (
  <ZoneTable items={items} nextCursor={null} channel="c" templates={[]} canCreate {...more} />
);
const rowOf = (name: RegExp) => within(screen.getByRole("row", { name }));

it("lists zones with their state and DNSSEC, and links to each", () => {
  const signed = { ...zone, id: "zon_2", name: "example.org", dnssec: { enabled: true, ds: [] }, sets: 12 };
  show(table([zone, signed], { nextCursor: "zon_2" }), "/dns?q=ex");
  expect(
    rowOf(/example.com/)
      .getByRole("link")
      .getAttribute("href"),
  ).toBe("/dns/zon_1");
  expect(rowOf(/example.com/).getByText("off")).toBeDefined();
  expect(rowOf(/example.org/).getByText("on")).toBeDefined();
  expect(rowOf(/example.org/).getByText("12")).toBeDefined();
  expect(screen.getByRole("link", { name: "Older zones" }).getAttribute("href")).toBe("/dns?q=ex&cursor=zon_2");
});

it("explains what a zone is for, and opens the form by keyboard", async () => {
  const { user } = show(table([]), "/dns");
  expect(screen.getByText("No DNS zones yet.")).toBeDefined();
  screen.getByRole("button", { name: "Create zone" }).focus();
  await user.keyboard("{Enter}");
  await screen.findByRole("dialog");
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
});

it("offers no create to people who may only read, and says when a search finds nothing", () => {
  show(table([], { canCreate: false }), "/dns?q=nothing");
  expect(screen.queryByRole("button", { name: "Create zone" })).toBeNull();
  expect(screen.getByText("No zone matches.")).toBeDefined();
});

it("shows states in the list as they change, and loads it again after a deletion", async () => {
  const { connect, emit, router } = await showLive(table([zone]), "/dns");
  await connect();
  await emit("c", "hosted.status", statusOf("zon_1", "suspended"));
  expect(rowOf(/example.com/).getByText("suspended")).toBeDefined();
  expect(router.refresh).not.toHaveBeenCalled();
  await emit("c", "hosted.status", statusOf("zon_1", "deleted"));
  expect(router.refresh).toHaveBeenCalledOnce();
});
