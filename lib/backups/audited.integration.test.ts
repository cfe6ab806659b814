import { afterAll, beforeAll, expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { sql } from "@/lib/db/transaction";
import { makeUser } from "@/lib/testing/fixtures";
import { downloadKit } from "./kit/recovery-kit";
import { applyRetention } from "./retention/apply-retention";
import { cancelBackup, deleteBackup, requestCheck } from "./runs/change-backup";
import { downloadBackup } from "./runs/queries";
import { requestBackup } from "./runs/request-backup";
import { changeBackupSettings } from "./schedule/settings";
import { addTarget, removeTarget } from "./targets/manage-targets";
import { makeBackup, openBackupKit } from "./testing/backup-kit";

// Each of these adds one entry of its kind to the audit log, with actor and target.
let kit: Awaited<ReturnType<typeof openBackupKit>>;
let admin: Actor;
beforeAll(async () => {
  kit = await openBackupKit();
  admin = await makeUser("ADMIN");
});
afterAll(() => kit.close());

async function audits<T>(action: string, work: () => Promise<T>, targetId?: string): Promise<T> {
  const entries = () => sql().prisma.auditEntry.findMany({ where: { action }, orderBy: { id: "asc" } });
  const before = (await entries()).length;
  const result = await work();
  const added = (await entries()).slice(before);
  expect(added, action).toHaveLength(1);
  expect(added[0]?.actorId, action).toBe(action === "backup.expired" ? null : admin.userId);
  if (targetId !== undefined) expect(added[0]?.targetId, action).toBe(targetId);
  return result;
}

it("are recorded: kit, settings and places", async () => {
  await audits("backup.kit_downloaded", () => downloadKit(admin), "kit");
  await audits("backup.settings_changed", () => changeBackupSettings(admin, { at: "04:00" }), "settings");
  const body = { kind: "local" as const, name: "Disk", settings: { folder: kit.folder } };
  const { id } = await audits("backup.target_added", () => addTarget(admin, body));
  await audits("backup.target_removed", () => removeTarget(admin, id), id);
});

it("are recorded: request, cancel, check, download and deletion", async () => {
  const requested = await audits("backup.requested", () => requestBackup(admin, {}));
  await audits("backup.cancelled", () => cancelBackup(admin, requested.id), requested.id);
  const { id } = await makeBackup({}, { wantsCheck: false });
  const { signal } = new AbortController();
  const answer = await audits("backup.downloaded", () => downloadBackup(admin, id, signal), id);
  expect((await answer.arrayBuffer()).byteLength).toBeGreaterThan(1_000);
  await audits("backup.check_requested", () => requestCheck(admin, id), id);
  await audits("backup.deleted", () => deleteBackup(admin, id), id);
});

it("are recorded: the end of a backup by its age", async () => {
  const rows = [];
  for (let number = 0; number < 3; number++) rows.push(await makeBackup({}, { wantsCheck: false }));
  const [old] = rows;
  await sql().prisma.backup.updateMany({
    where: { id: { in: rows.map(({ id }) => id) } },
    data: { state: "verified", verifiedAt: new Date() },
  });
  const createdAt = new Date(Date.now() - 40 * 86_400_000);
  await sql().prisma.backup.update({ where: { id: old?.id ?? "" }, data: { createdAt } });
  await audits("backup.expired", () => applyRetention(old?.targetId ?? ""), old?.id);
});
