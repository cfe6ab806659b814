import type { Manifest } from "@/lib/access/module-manifest";
import { administrators } from "@/lib/access/reaches";

export const manifest = {
  ids: { backup: "bkp", backupTarget: "bkt", backupRestore: "bkr" },
  permissions: {
    "backup.read": administrators,
    "backup.create": administrators,
    /** Settings, targets, the recovery kit, downloads and deletion. */
    "backup.manage": administrators,
    "backup.restore": administrators,
  },
  encryptedColumns: [
    { label: "backup_target:secret_sealed", table: "backup_target", column: "secret_sealed", keys: ["id"] },
  ],
  audit: {
    securityActions: ["backup.kit_downloaded", "backup.downloaded", "backup.restored", "backup.gone_back"],
  },
  navigation: [
    {
      label: "Backups",
      href: "/admin/backups",
      icon: "IconDatabaseExport",
      section: "administration",
      position: 17,
      audience: "administrators",
    },
  ],
} satisfies Manifest;
