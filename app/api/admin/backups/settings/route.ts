import { backupSettingsBody, backupSettingsView } from "@/lib/backups/contract";
import { changeBackupSettings, getBackupSettings } from "@/lib/backups/schedule/settings";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "When backups are made, and where.",
  permission: "backup.read",
  response: backupSettingsView,
  handle: ({ actor }) => getBackupSettings(actor),
});

export const PATCH = route({
  summary: "Change when backups are made, and where. A schedule needs the recovery kit.",
  permission: "backup.manage",
  body: backupSettingsBody,
  response: backupSettingsView,
  handle: ({ actor, body }) => changeBackupSettings(actor, body),
});
