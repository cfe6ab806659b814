import { backupBody, backupView } from "@/lib/backups/contract";
import { listBackups } from "@/lib/backups/runs/queries";
import { requestBackup } from "@/lib/backups/runs/request-backup";
import { idQuery, listOf } from "@/lib/core/lists";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "Backups of the panel, the newest first.",
  permission: "backup.read",
  query: idQuery,
  response: listOf(backupView),
  handle: ({ actor, query }) => listBackups(actor, query),
});

export const POST = route({
  summary: "Request a backup; the worker writes it, and verifies it by a restore.",
  permission: "backup.create",
  limit: "sensitive",
  body: backupBody,
  response: backupView,
  status: 202,
  idempotent: true,
  handle: ({ actor, body }) => requestBackup(actor, body),
});
