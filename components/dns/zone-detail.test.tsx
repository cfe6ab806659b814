import { screen, waitFor } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { sampleZone } from "@/components/testing/samples";
import { answerWith, show } from "@/components/testing/show";
import { showLive } from "@/components/testing/show-live";
import type { HostedEventView } from "@/lib/hosted-services/contract";
import type { ZoneView } from "@/lib/hosted-services/dns/zones/contract";
import { ZoneDetail } from "./zone-detail";
import type { ZoneRights } from "./zone-rights";
import { ZoneTable } from "./zone-table";

vi.mock("pusher-js", async () => ({ default: (await import("@/components/testing/fake-pusher")).FakePusher }));

const all: ZoneRights = { manage: true, delete: true };
const at = "2026-05-04T10:00:00.000Z";
const event = (sequence: number, step: string, status: string, message: string): HostedEventView => ({
  ...{ sequence, at, run: "run_1", step, status, message, durationMs: 12 },
});
const parent = { ds: { state: "ok", found: [] }, nameservers: { state: "ok", found: [] } };
const page = (more: Partial<ZoneView> = {}, rights = all, events: HostedEventView[] = []) => (
  <ZoneDetail initial={{ ...sampleZone, ...more }} initialEvents={events} channel="c" rights={rights} />
);

/** The panel's answers; the test changes `state.view` as the zone changes. */
function panelWith(state: { view: ZoneView }) {
  return answerWith(({ path }) => {
    if (path.endsWith("/parent")) return { body: parent };
    if (path.endsWith("/events")) return { body: { items: [] } };
    if (path.endsWith("/records")) return { body: { serial: state.view.serial, items: [] } };
    if (path.includes("/history")) return { body: { items: [], nextCursor: null } };
    return { body: state.view };
  });
}

it("says what to enter at the registrar, with names to copy", () => {
  panelWith({ view: sampleZone });
  show(page());
  expect(screen.getByRole("heading", { name: "example.com" })).toBeDefined();
  expect(screen.getByText(/where you registered the domain/)).toBeDefined();
  for (const name of ["ns1.example.net", "ns2.example.net"]) expect(screen.getByText(name)).toBeDefined();
  expect(screen.getByRole("button", { name: "Copy Name server 2" })).toBeDefined();
  expect(screen.getByText("Serial 2026112701")).toBeDefined();
  expect(screen.getByText("DNSSEC off")).toBeDefined();
});

it("has a tab for each part, and the danger zone for those who may delete", async () => {
  panelWith({ view: sampleZone });
  const { user, unmount } = show(page({}, all, [event(1, "verify", "done", "The name server answers")]));
  await user.click(screen.getByRole("tab", { name: "Timeline" }));
  expect(await screen.findByText("The name server answers")).toBeDefined();
  await user.click(screen.getByRole("tab", { name: "History" }));
  expect(await screen.findByText("No changes yet.")).toBeDefined();
  await user.click(screen.getByRole("tab", { name: "Danger zone" }));
  expect(await screen.findByText("Delete the zone")).toBeDefined();
  unmount();
  show(page({}, { manage: true, delete: false }));
  expect(screen.queryByRole("tab", { name: "Danger zone" })).toBeNull();
});

it.each([
  ["has no rights to change it", {}, { manage: false, delete: false }],
  ["waits until it is created", { status: "provisioning" }, all],
] as const)("offers no changes to a person who %s", async (_, more, rights) => {
  panelWith({ view: { ...sampleZone, ...more } });
  const { user } = show(page(more, rights));
  await user.click(screen.getByRole("tab", { name: "Import and export" }));
  expect(await screen.findByRole("link", { name: "Download the zone file" })).toBeDefined();
  expect(screen.queryByLabelText("Zone file")).toBeNull();
  await user.click(screen.getByRole("tab", { name: "DNSSEC" }));
  expect(await screen.findByText(/With DNSSEC the name server signs/)).toBeDefined();
  expect(screen.queryByRole("button", { name: "Switch DNSSEC on" })).toBeNull();
});

it("shows why a create failed, and tries it again", async () => {
  const failure = { code: "provider_conflict", message: "The zone example.com. is not this one.", cure: null };
  const failed: ZoneView = { ...sampleZone, status: "failed", failure };
  const calls = panelWith({ view: failed });
  const { user } = show(page(failed));
  expect(screen.getByText("The zone could not be created")).toBeDefined();
  expect(screen.getByText(failure.message)).toBeDefined();
  await user.click(screen.getByRole("button", { name: "Try again" }));
  await waitFor(() => expect(calls.some(({ path }) => path.endsWith("/zon_1/retry"))).toBe(true));
});

it("follows the zone, and leaves when it is deleted", async () => {
  const state = { view: sampleZone };
  panelWith(state);
  const { connect, emit, router } = await showLive(page(), "/dns/zon_1");
  await connect();
  state.view = { ...sampleZone, serial: 2026112702 };
  await emit("c", "hosted.status", { resourceId: "zon_1", kind: "dns-zone", status: "active", at });
  expect(await screen.findByText("Serial 2026112702")).toBeDefined();
  await emit("c", "hosted.status", { resourceId: "zon_1", kind: "dns-zone", status: "deleted", at });
  expect(router.replace).toHaveBeenCalledWith("/dns");
});

it("says that live updates are off", () => {
  panelWith({ view: sampleZone });
  show(page());
  expect(screen.getByText(/Live updates are off/)).toBeDefined();
});

const table = (items: ZoneView[], canCreate = true) => (
  <ZoneTable
    items={items}
    nextCursor={items.length > 0 ? "zon_9" : null}
    channel="c"
    templates={[{ name: "website", label: "Website", description: "Addresses of a web server." }]}
    canCreate={canCreate}
  />
);

it("lists zones with links, and further pages", () => {
  show(
    table([sampleZone, { ...sampleZone, id: "zon_2", name: "münchen.de", dnssec: { enabled: true, ds: [] } }]),
    "/dns",
  );
  expect(screen.getByRole("link", { name: "münchen.de" }).getAttribute("href")).toBe("/dns/zon_2");
  expect(screen.getByRole("row", { name: /münchen\.de/ }).textContent).toContain("on");
  expect(screen.getByRole("link", { name: "Older zones" }).getAttribute("href")).toBe("/dns?cursor=zon_9");
});

it("explains what a zone is where there is none, and creates one", async () => {
  const { user } = show(table([]), "/dns");
  expect(screen.getByText("No DNS zones yet.")).toBeDefined();
  expect(screen.getByText(/name our name servers at your registrar/)).toBeDefined();
  await user.click(screen.getByRole("button", { name: "Create zone" }));
  expect(await screen.findByRole("dialog", { name: "New DNS zone" })).toBeDefined();
  expect(screen.getByText("Addresses of a web server.")).toBeDefined();
});

it("says that a search found nothing, and offers no create to guests", () => {
  show(table([], false), "/dns?q=nothing");
  expect(screen.getByText("No zone matches.")).toBeDefined();
  expect(screen.queryByRole("button", { name: "Create zone" })).toBeNull();
});

it("shows states of zones as they change", async () => {
  const { connect, emit } = await showLive(table([{ ...sampleZone, status: "provisioning" }]), "/dns");
  await connect();
  expect(screen.getByText("provisioning")).toBeDefined();
  await emit("c", "hosted.status", { resourceId: "zon_1", kind: "dns-zone", status: "active", at });
  expect(screen.getByText("active")).toBeDefined();
});
