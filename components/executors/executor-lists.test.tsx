import { screen, waitFor, within } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { sampleConfig, sampleExecutor, sampleTemplate } from "@/components/testing/samples";
import { answerWith, refusal, show } from "@/components/testing/show";
import type { BatchView } from "@/lib/executors/contract";
import { BatchList } from "./batches/batch-list";
import { BatchUpload } from "./batches/batch-upload";
import { ConfigVersions } from "./config/config-versions";
import { EnrolmentLinks } from "./enrolment/enrolment-links";
import ExecutorTimeline from "./executor-timeline";
import BulkDialog from "./fleet/bulk-dialog";
import { ExecutorRows } from "./fleet/executor-rows";
import { RolloutForm } from "./rollouts/rollout-form";

const at = "2026-05-04T10:00:00.000Z";
const button = (name: string) => screen.getByRole("button", { name });

it("lists executors with their configuration state", () => {
  const late = { ...sampleExecutor, id: "exr_2", name: "Dresden", drifted: true, appliedVersion: 2, hostname: null };
  show(<ExecutorRows items={[sampleExecutor, late]} showOwner />);
  const row = within(screen.getByRole("row", { name: /Dresden/ }));
  expect(row.getByText("2, should be 3")).toBeDefined();
  expect(row.getByText("not known")).toBeDefined();
  expect(row.getByRole("link").getAttribute("href")).toBe("/executors/exr_2");
});

it("loads older events of the timeline on demand", async () => {
  const item = (id: string, message: string) => ({ id, at, kind: "presence.online", message });
  const calls = answerWith(({ path }) =>
    path.includes("cursor=")
      ? { body: { items: [item("evt_1", "It was created.")], nextCursor: null } }
      : { body: { items: [item("evt_2", "It came online.")], nextCursor: "evt_2" } },
  );
  const { user } = show(<ExecutorTimeline executorId="exr_1" />);
  expect(await screen.findByText("It came online.")).toBeDefined();
  await user.click(button("Older events"));
  expect(await screen.findByText("It was created.")).toBeDefined();
  expect(screen.queryByRole("button", { name: "Older events" })).toBeNull();
  expect(calls[1]?.path).toBe("/api/executors/exr_1/timeline?limit=50&cursor=evt_2");
});

it("says why a timeline cannot be shown", async () => {
  answerWith(() => refusal(503, "The database is unavailable."));
  show(<ExecutorTimeline executorId="exr_1" />);
  expect((await screen.findByRole("alert")).textContent).toBe("The database is unavailable.");
});

it("restores an earlier version after showing what changes", async () => {
  const items = [
    { version: 3, config: { ...sampleConfig, zmqPort: 7000 }, cause: "changed", author: "Ada", at },
    { version: 2, config: sampleConfig, cause: "created", author: null, at },
  ];
  const calls = answerWith(({ method }) => ({ body: method === "GET" ? { items } : sampleExecutor }));
  const onDone = vi.fn();
  const { user, toasts } = show(<ConfigVersions executor={sampleExecutor} canManage onDone={onDone} />);
  expect(await screen.findByText("active")).toBeDefined();
  await user.click(button("Restore version 2"));
  await screen.findByRole("dialog", { name: "Restore version 2" });
  await user.click(button("Restore"));
  await waitFor(() => expect(onDone).toHaveBeenCalledOnce());
  expect(toasts[0]?.message).toBe("Version 2 is active again, as a new version.");
  expect(calls.at(-1)).toMatchObject({ path: "/api/executors/exr_1/restore", body: { version: 2 } });
});

const batch: BatchView = {
  id: "bat_1",
  state: "done",
  total: 2,
  made: 2,
  error: null,
  downloadedAt: null,
  createdAt: at,
};

it("creates executors from a table, and empties it", async () => {
  const calls = answerWith(() => ({ status: 201, body: batch }));
  const onMade = vi.fn();
  const { user, toasts } = show(<BatchUpload templates={[]} onMade={onMade} />);
  expect(button("Create")).toHaveProperty("disabled", true);
  await user.type(screen.getByLabelText("Table"), "name\nLeipzig\nDresden");
  await user.click(button("Create 2 executors"));
  await waitFor(() => expect(onMade).toHaveBeenCalledOnce());
  expect(toasts[0]?.message).toContain("The executors are created.");
  expect(calls[0]?.body).toEqual({ csv: "name\nLeipzig\nDresden", keepSecrets: true });
  expect(screen.getByLabelText("Table")).toHaveProperty("value", "");
});

it("names the lines that were refused until the table is changed", async () => {
  answerWith(() =>
    refusal(422, "Refused.", [
      { path: "csv.2.zmqPort", message: "Use a port." },
      { path: "csv.3", message: "The name is taken." },
    ]),
  );
  const { user } = show(<BatchUpload templates={[]} onMade={() => {}} />);
  await user.type(screen.getByLabelText("Table"), "name\nLeipzig\nDresden");
  await user.click(button("Create 2 executors"));
  const alert = await screen.findByRole("alert");
  expect(alert.textContent).toContain("Line 2, zmqPort: Use a port.");
  expect(alert.textContent).toContain("Line 3: The name is taken.");
  await user.type(screen.getByLabelText("Table"), "!");
  expect(screen.queryByRole("alert")).toBeNull();
});

it("saves a batch's secrets as a file, once", async () => {
  answerWith(() => ({ body: "key,secret" }));
  const clicked = vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(() => {});
  vi.stubGlobal("URL", Object.assign(URL, { createObjectURL: () => "blob:1", revokeObjectURL: () => {} }));
  const onDone = vi.fn();
  const { user } = show(<BatchList batches={[batch]} onDone={onDone} />);
  await user.click(button("Download keys and secrets"));
  await waitFor(() => expect(onDone).toHaveBeenCalledOnce());
  expect(clicked).toHaveBeenCalledOnce();
  clicked.mockRestore();
});

it("shows a batch's progress and failure, and no download", () => {
  const running: BatchView = { ...batch, id: "bat_2", state: "running", made: 1 };
  const failed: BatchView = { ...batch, id: "bat_3", state: "failed", error: "The worker stopped." };
  show(<BatchList batches={[running, failed]} onDone={() => {}} />);
  expect(screen.getByLabelText("1 of 2 created")).toBeDefined();
  expect(screen.getByText("The worker stopped.")).toBeDefined();
  expect(screen.queryByRole("button")).toBeNull();
});

it("creates an enrolment link, shows its token once, and lists it", async () => {
  const link = { id: "enr_1", name: "Tills", templateId: null, uses: 0, maxUses: 5, addresses: [], createdAt: at };
  const item = { ...link, expiresAt: "2099-01-01T00:00:00.000Z" };
  const calls = answerWith(({ method }) =>
    method === "GET" ? { body: { items: [item] } } : { status: 201, body: { ...item, token: "enroll_1" } },
  );
  const { user } = show(<EnrolmentLinks initial={[]} templates={[]} program={null} />);
  expect(screen.getByText("No links yet.")).toBeDefined();
  await user.click(button("New link"));
  await user.type(await screen.findByLabelText("Name"), "Tills");
  await user.click(button("Create link"));
  expect(await screen.findByText("enroll_1")).toBeDefined();
  expect(calls[0]?.body).toEqual({ name: "Tills", uses: 1, expiresInMinutes: 60, addresses: [] });
  await user.click(button("Done"));
  expect(await screen.findByText(/used 0 of 5 times/)).toBeDefined();
});

it("ends a link", async () => {
  const link = { id: "enr_1", name: "Tills", templateId: null, uses: 0, maxUses: 5, addresses: [], createdAt: at };
  const item = { ...link, expiresAt: "2099-01-01T00:00:00.000Z" };
  answerWith(({ method }) => (method === "GET" ? { body: { items: [] } } : {}));
  const { user } = show(<EnrolmentLinks initial={[item]} templates={[]} program={null} />);
  await user.click(button("End Tills"));
  expect(await screen.findByText("No links yet.")).toBeDefined();
});

it("starts a roll-out with shares, minutes and failures", async () => {
  const calls = answerWith(() => ({ status: 201, body: {} }));
  const onDone = vi.fn();
  const { user } = show(<RolloutForm template={sampleTemplate} onDone={onDone} />);
  await user.clear(screen.getByLabelText("Watch each for (minutes)"));
  await user.type(screen.getByLabelText("Watch each for (minutes)"), "2");
  await user.click(button("Start the roll-out"));
  await waitFor(() => expect(onDone).toHaveBeenCalledOnce());
  expect(calls[0]?.body).toEqual({ stages: [1, 10, 100], soakSeconds: 120, maxFailures: 0 });
});

it("refuses shares that do not end with all executors, beside their field", async () => {
  const calls = answerWith(() => ({}));
  const { user } = show(<RolloutForm template={sampleTemplate} onDone={() => {}} />);
  await user.clear(screen.getByLabelText("Shares (%)"));
  await user.type(screen.getByLabelText("Shares (%)"), "10, 50{Enter}");
  expect(await screen.findByText("Use growing shares that end with 100.")).toBeDefined();
  await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText("Shares (%)")));
  expect(calls).toEqual([]);
});

it("previews a bulk action, and revokes only after the number is typed", async () => {
  const results = [
    { id: "exr_1", name: "Leipzig", ok: true, message: "It is revoked." },
    { id: "exr_2", name: "Dresden", ok: false, message: "It is revoked already." },
  ];
  const calls = answerWith(({ body }) => ({ body: { affected: 1, results, dryRun: Object(body).dryRun } }));
  const onClose = vi.fn();
  const { user } = show(<BulkDialog ids={["exr_1", "exr_2"]} types={[]} templates={[]} onClose={onClose} />);
  await user.click(await screen.findByRole("radio", { name: "Revoke" }));
  await user.click(button("Show what would happen"));
  expect((await screen.findByRole("status")).textContent).toContain("1 of 2 would be affected.");
  // Those that are left out come first.
  expect(screen.getAllByRole("rowheader").map(({ textContent }) => textContent)).toEqual(["Dresden", "Leipzig"]);
  expect(button("Revoke 1")).toHaveProperty("disabled", true);
  await user.type(screen.getByRole("textbox", { name: /Type 1 to confirm/ }), "1");
  await user.click(button("Revoke 1"));
  await waitFor(() => expect(screen.getByRole("status").textContent).toContain("1 of 2 were affected."));
  expect(calls.map(({ body }) => Object(body).dryRun)).toEqual([true, false]);
  await user.click(within(screen.getByRole("status").parentElement ?? document.body).getByText("Close"));
  expect(onClose).toHaveBeenCalledWith(true);
});
