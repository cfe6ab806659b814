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
    sentences: {
      "backup.cancelled": "cancelled the backup {target}",
      "backup.check_requested": "asked to check the backup {target}",
      "backup.deleted": "deleted the backup {target}",
      "backup.downloaded": "downloaded the backup {target}",
      "backup.drill_requested": "asked for a trial restore of the backup {target}",
      "backup.expired": "removed the backup {target}, which was past its time",
      "backup.gone_back": "put back the database from before a restore",
      "backup.kit_downloaded": "downloaded the recovery kit",
      "backup.requested": "asked for a backup",
      "backup.restore_requested": "asked to restore the backup {target}",
      "backup.restored": "restored the backup {target}",
      "backup.settings_changed": "changed the settings of backups",
      "backup.target_added": "added a place for backups, {target}",
      "backup.target_removed": "removed a place for backups, {target}",
    },
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
