import { screen, waitFor } from "@testing-library/react";
import { beforeEach, expect, it, vi } from "vitest";
import { show } from "@/components/testing/show";
import type { BackupSettingsView, BackupView } from "@/lib/backups/contract";
import type { RestoreView } from "@/lib/backups/restore/contract";
import { BackupsPage } from "./backups-page";

const at = "2026-11-28T03:15:00.000Z";
const backup: BackupView = {
  id: "bkp_01m8gam4nejrqtfthwjpx3pqmc",
  origin: "daily",
  state: "verified",
  phase: null,
  progress: null,
  target: { id: "bkt_00000000000000000000000001", name: "This machine", kind: "local" },
  fileName: "lightnode-1.lnb",
  compression: "gzip",
  withMetrics: false,
  tables: 92,
  rows: 1_260,
  bytes: 21_896,
  keyId: "b1",
  error: null,
  createdAt: at,
  writtenAt: at,
  verifiedAt: at,
  writeMs: 200,
  verifyMs: 1_300,
};
const settings: BackupSettingsView = {
  dailyEnabled: false,
  weeklyEnabled: false,
  at: "03:15",
  weekday: 0,
  timeZone: "UTC",
  compression: "gzip",
  withMetrics: false,
  targetId: backup.target.id,
  drillEnabled: false,
  nextAt: null,
  nextDrillAt: null,
  kitDownloadedAt: null,
};
const target = { id: backup.target.id, kind: "local", name: "This machine", settings: {}, hasSecret: false };
const restore: RestoreView = {
  id: "bkr_01m8gam4nejrqtfthwjpx3pqmc",
  kind: "restore",
  state: "done",
  phase: null,
  backupId: backup.id,
  report: {
    backup: "lightnode-1.lnb",
    madeAt: at,
    panelVersion: "0.1.0",
    tables: 92,
    rows: 1_260,
    bytes: 50_000,
    loadMs: 1_300,
    migrated: [],
    sessionsEnded: 1,
    unknownNow: [{ id: "srv_1", kind: "game-server", name: "Castle" }],
    knownAgain: [],
  },
  error: null,
  goBackUntil: "2099-01-01T00:00:00.000Z",
  createdAt: at,
  finishedAt: at,
};

const calls: { method: string; path: string; body: unknown }[] = [];
let answer: () => Response;
beforeEach(() => {
  calls.length = 0;
  answer = () => Response.json({ ...backup, state: "requested" }, { status: 202 });
  vi.stubGlobal("fetch", async (path: string, init: RequestInit) => {
    calls.push({
      method: String(init.method),
      path: String(path),
      body: init.body ? JSON.parse(String(init.body)) : null,
    });
    return answer();
  });
});

const page = (backups: BackupView[] = [backup], restores: RestoreView[] = []) =>
  show(
    <BackupsPage
      backups={{ items: backups, nextCursor: null }}
      settings={settings}
      targets={[target]}
      restores={restores}
    />,
  );

it("says what there is, and that nothing is scheduled", () => {
  page();
  expect(screen.getByText("verified")).toBeTruthy();
  expect(screen.getByText("1,260")).toBeTruthy();
  expect(screen.getByText(/No backups are scheduled/)).toBeTruthy();
  expect(screen.getByText(/not downloaded yet/)).toBeTruthy();
});

it("restores only after the word was typed", async () => {
  const { user } = page();
  await user.click(screen.getByRole("button", { name: "Restore lightnode-1.lnb" }));
  const confirm = await screen.findByRole("button", { name: "Restore" });
  expect(confirm).toHaveProperty("disabled", true);
  await user.type(screen.getByLabelText(/Type RESTORE/), "RESTORE");
  await user.click(confirm);
  await waitFor(() => expect(calls).toHaveLength(1));
  expect(calls[0]).toMatchObject({
    method: "POST",
    path: `/api/admin/backups/${backup.id}/restore`,
    body: { confirm: "RESTORE" },
  });
});

it("shows progress, and offers nothing but to cancel meanwhile", async () => {
  const { user } = page([{ ...backup, state: "running", phase: "rows", progress: 40 }]);
  expect(screen.getByRole("progressbar", { name: "rows: 40 percent" })).toBeTruthy();
  expect(screen.queryByRole("button", { name: /^(Restore|Verify|Delete) / })).toBeNull();
  await user.click(screen.getByRole("button", { name: "Cancel lightnode-1.lnb" }));
  await waitFor(() => expect(calls[0]?.path).toBe(`/api/admin/backups/${backup.id}/cancel`));
});

it("shows why one failed, and offers no restore of it", () => {
  page([{ ...backup, state: "failed", error: "The disk is full." }]);
  expect(screen.getByText("The disk is full.")).toBeTruthy();
  expect(screen.queryByRole("button", { name: /^Restore / })).toBeNull();
});

it("keeps typed values of the schedule when the panel refuses it", async () => {
  answer = () =>
    Response.json(
      {
        title: "The recovery kit was not downloaded yet",
        status: 409,
        code: "backup_kit_needed",
        detail: "Download it first.",
      },
      { status: 409, headers: { "content-type": "application/problem+json" } },
    );
  const { user } = page();
  await user.click(screen.getByRole("switch", { name: /^Each day/ }));
  await user.click(screen.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(calls[0]?.body).toMatchObject({ dailyEnabled: true, weekday: 0, at: "03:15" }));
  expect(await screen.findByText(/Download it first/)).toBeTruthy();
  expect(screen.getByRole("switch", { name: /^Each day/ })).toHaveProperty("checked", true);
});

it("names what a restore left, and goes back", async () => {
  const { user } = page([backup], [restore]);
  expect(screen.getByText(/containers stay: Castle/)).toBeTruthy();
  await user.click(screen.getByRole("button", { name: "Go back" }));
  const buttons = await screen.findAllByRole("button", { name: "Go back" });
  await user.click(buttons.at(-1) ?? document.body);
  await waitFor(() => expect(calls[0]?.path).toBe("/api/admin/backups/go-back"));
});
