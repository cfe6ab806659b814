import { screen, waitFor, within } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { sampleDatabase } from "@/components/testing/samples";
import { show } from "@/components/testing/show";
import { showLive } from "@/components/testing/show-live";
import type { DatabaseView } from "@/lib/hosted-services/databases/contract";
import { DatabaseTable } from "./database-table";

vi.mock("pusher-js", async () => ({ default: (await import("@/components/testing/fake-pusher")).FakePusher }));

const at = "2026-05-04T10:00:00.000Z";
const table = (items: DatabaseView[], more: { nextCursor?: string; canCreate?: boolean } = {}) => (
  <DatabaseTable items={items} deleted={[]} nextCursor={null} channel="c" kinds={[]} canCreate {...more} />
);
const rowOf = (name: RegExp) => within(screen.getByRole("row", { name }));
const event = (resourceId: string, status: string) => ({ resourceId, kind: "database", status, at });

it("lists databases with state, server and size, and links to each", () => {
  const fresh = { ...sampleDatabase, id: "dbs_2", name: "Blog", status: "provisioning" as const, sizeBytes: null };
  show(table([sampleDatabase, fresh], { nextCursor: "dbs_2" }), "/databases?q=s");
  const row = rowOf(/Shop/);
  expect(row.getByRole("link", { name: "Shop" }).getAttribute("href")).toBe("/databases/dbs_1");
  expect(row.getByText("active")).toBeDefined();
  expect(row.getByText("db.example.net:5432")).toBeDefined();
  expect(row.getByText("512 MiB of 1 GiB")).toBeDefined();
  expect(rowOf(/Blog/).getByText("up to 1 GiB")).toBeDefined();
  expect(screen.getByRole("link", { name: "Older databases" }).getAttribute("href")).toBe(
    "/databases?q=s&cursor=dbs_2",
  );
});

it("opens the form by its button, and closes it by Escape", async () => {
  const { user } = show(table([]), "/databases");
  expect(screen.getByText("No databases yet.")).toBeDefined();
  await user.click(screen.getByRole("button", { name: "Create database" }));
  await screen.findByRole("dialog", { name: "New database" });
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
});

it("offers no create to people who may only read", () => {
  show(table([sampleDatabase], { canCreate: false }), "/databases");
  expect(screen.queryByRole("button", { name: "Create database" })).toBeNull();
});

it("searches by the address of the page", async () => {
  const { user, router } = show(table([]), "/databases?q=x&cursor=dbs_9");
  expect(screen.getByText("No database matches.")).toBeDefined();
  await user.type(screen.getByLabelText("Search by name"), "y");
  await waitFor(() => expect(router.replace).toHaveBeenCalledWith("/databases?q=xy", { scroll: false }));
});

it("shows states as they change, and loads the page again after a deletion", async () => {
  const other = { ...sampleDatabase, id: "dbs_2", name: "Blog" };
  const { connect, emit, router } = await showLive(table([sampleDatabase, other]), "/databases");
  await connect();
  expect(router.refresh).not.toHaveBeenCalled();
  await emit("c", "hosted.status", event("dbs_2", "suspended"));
  expect(rowOf(/Blog/).getByText("suspended")).toBeDefined();
  expect(rowOf(/Shop/).getByText("active")).toBeDefined();
  expect(router.refresh).not.toHaveBeenCalled();
  await emit("c", "hosted.status", event("dbs_2", "deleted"));
  expect(router.refresh).toHaveBeenCalledOnce();
});

it("loads the page again when a change may have ended before it listened, and after a lost socket", async () => {
  const items = [{ ...sampleDatabase, status: "provisioning" as const }];
  const { connect, disconnect, router } = await showLive(table(items), "/databases");
  await connect();
  await waitFor(() => expect(router.refresh).toHaveBeenCalledTimes(1));
  await disconnect();
  await connect();
  await waitFor(() => expect(router.refresh.mock.calls.length).toBeGreaterThan(1));
});
