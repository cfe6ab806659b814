import { screen, waitFor, within } from "@testing-library/react";
import { expect, it } from "vitest";
import { serverWords } from "@/components/runs/server-words";
import { english } from "@/components/testing/english";
import { sampleServer } from "@/components/testing/samples";
import { answerWith, show } from "@/components/testing/show";
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
  await user.click(screen.getByRole("button", { name: "State" }));
  await user.click(await screen.findByRole("button", { name: "crashed" }));
  expect(router.replace).toHaveBeenLastCalledWith(expect.stringContaining("status=crashed"), { scroll: false });
});

it("downloads the servers that the filters match", () => {
  const { rerender } = show(
    <ServerTable items={[sampleServer]} nextCursor={null} channel="c" />,
    "/servers?q=s&cursor=x",
  );
  const href = () => screen.getByRole("link", { name: "CSV" }).getAttribute("href");
  expect(href()).toBe("/api/servers?q=s&all=false&format=csv");
  rerender(<ServerTable items={[sampleServer]} nextCursor={null} channel="c" showOwner />);
  expect(href()).toBe("/api/servers?q=s&all=true&format=csv");
});

it("opens the page of a row, copies its address from the menu, and marks what others share", async () => {
  const { user, router, toasts } = show(
    <ServerTable items={[sampleServer]} nextCursor={null} channel="c" selfId="usr_other" />,
    "/servers",
  );
  expect(screen.getByText(/shared by Ada/)).toBeDefined();
  await user.click(screen.getByText("2 GiB, 1 CPU, 10 GiB disk"));
  expect(router.push).toHaveBeenCalledWith(`/servers/${sampleServer.id}`);
  await user.click(screen.getByRole("button", { name: "Actions for Survival" }));
  await user.click(await screen.findByRole("menuitem", { name: "Copy address" }));
  await waitFor(() => expect(toasts).toHaveLength(1));
  expect(await navigator.clipboard.readText()).toBe("192.0.2.1:25565");
  expect(router.push).toHaveBeenCalledOnce();
});

it("shows what an action would do to the chosen servers before it is done", async () => {
  const other = { ...sampleServer, id: "srv_2", name: "Creative" };
  const results = [
    { id: sampleServer.id, name: "Survival", ok: true, message: "It is deleted with its data." },
    { id: "srv_2", name: "Creative", ok: false, message: "It is deleting already." },
  ];
  const calls = answerWith(() => ({ body: { dryRun: true, affected: 1, results } }));
  const { user, toasts } = show(
    <ServerTable items={[sampleServer, other]} nextCursor={null} channel="c" canAct />,
    "/servers",
  );
  await user.click(screen.getByRole("checkbox", { name: "Choose all on this page" }));
  expect(screen.getByText("2 chosen")).toBeDefined();
  await user.click(screen.getByRole("button", { name: "Delete" }));
  expect(await screen.findByText("Nothing. It is deleting already.")).toBeDefined();
  expect(calls).toHaveLength(1);
  expect(calls[0]?.body).toMatchObject({ action: "delete", dryRun: true });
  await user.type(screen.getByLabelText("Type 1 to confirm"), "1");
  await user.click(screen.getByRole("button", { name: "Delete 1 server" }));
  await waitFor(() => expect(calls).toHaveLength(2));
  expect(calls[1]?.body).toEqual({ ids: [sampleServer.id, "srv_2"], action: "delete" });
  await waitFor(() => expect(toasts.map(({ message }) => message)).toContain("Delete: 1 of 2 servers."));
  expect(await screen.findByText("Choose servers to act on several.")).toBeDefined();
});

it("offers the first server where there is none", () => {
  show(<ServerTable items={[]} nextCursor={null} channel="c" />, "/servers");
  expect(screen.getByRole("link", { name: "Create your first server" }).getAttribute("href")).toBe("/servers/new");
});

it("lists events, the newest first, without steps that only began", () => {
  const events = [event(1, "reserve", "done", 40), event(2, "pull", "running"), event(3, "pull", "done")];
  show(<Timeline events={events} labels={serverWords(english("runs")).labels} />);
  const items = screen.getAllByRole("listitem");
  expect(items.map(({ textContent }) => textContent?.includes("Pull the image"))).toEqual([true, false]);
});

it("names a step in words with what came of it, and the end of a run by its message alone", () => {
  const pulled = { ...event(1, "pull", "done"), message: "the image is present" };
  const online = { ...event(2, "create", "succeeded"), message: "The server is online." };
  show(<Timeline events={[pulled, online]} labels={serverWords(english("runs")).labels} />);
  const [end, step] = screen.getAllByRole("listitem").map(({ textContent }) => textContent);
  expect(step).toContain("Pull the image the image is present");
  expect(end).toContain("The server is online.");
  expect(end).not.toContain("Create the container");
});
