import { defineRefusals, notAdministrators } from "@/lib/testing/refusals";

const refuses = notAdministrators;

export const refusals = defineRefusals({
  objects: { backup: null, backupTarget: null },
  lines: {
    "GET /api/admin/backups": { refuses },
    "POST /api/admin/backups": { refuses, body: {} },
    "GET /api/admin/backups/[id]": { refuses, id: "backup" },
    "DELETE /api/admin/backups/[id]": { refuses, id: "backup" },
    "POST /api/admin/backups/[id]/verify": { refuses, id: "backup" },
    "POST /api/admin/backups/[id]/cancel": { refuses, id: "backup" },
    "POST /api/admin/backups/[id]/restore": { refuses, id: "backup", body: { confirm: "RESTORE" } },
    "POST /api/admin/backups/[id]/drill": { refuses, id: "backup" },
    "GET /api/admin/backups/[id]/download": { refuses, id: "backup" },
    "GET /api/admin/backups/settings": { refuses },
    "PATCH /api/admin/backups/settings": { refuses, body: { at: "03:15" } },
    "POST /api/admin/backups/kit": { refuses },
    "GET /api/admin/backups/targets": { refuses },
    "POST /api/admin/backups/targets": { refuses, body: { kind: "local", name: "Disk", settings: {} } },
    "DELETE /api/admin/backups/targets/[id]": { refuses, id: "backupTarget" },
    "POST /api/admin/backups/targets/[id]/test": { refuses, id: "backupTarget" },
    "GET /api/admin/backups/restores": { refuses },
    "POST /api/admin/backups/go-back": { refuses },
  },
});
