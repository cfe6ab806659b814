import { defineErrors } from "@/lib/core/errors";

export const backupErrors = defineErrors({
  backup_not_recognised: {
    status: 422,
    title: "This is not a backup of the panel",
    cure: "Use a file that `backup create` wrote.",
  },
  backup_newer_format: {
    status: 422,
    title: "The backup has a newer format",
    cure: "Restore it with a panel of the version that wrote it, or a newer one.",
  },
  backup_wrong_key: {
    status: 422,
    title: "The backup was encrypted with another key",
    cure: "Use the recovery kit that was downloaded from the panel that wrote the backup.",
  },
  backup_changed: {
    status: 422,
    title: "The backup was changed after it was written",
    cure: "Nothing of it can be trusted. Use another backup, or another copy of this one.",
  },
  backup_cut: {
    status: 422,
    title: "The backup is not complete",
    cure: "Copy the file again, or use another backup.",
  },
  backup_reordered: {
    status: 422,
    title: "Parts of the backup are not in their order",
    cure: "Nothing of it can be trusted. Use another backup, or another copy of this one.",
  },
  backup_foreign: {
    status: 409,
    title: "The backup is of another installation",
    cure: "Restore it on a bare machine, or allow it with --foreign if this panel shall become that installation.",
  },
  backup_newer_panel: {
    status: 409,
    title: "The backup is of a newer version of the panel",
    cure: "Upgrade this panel first.",
  },
  backup_failed: {
    status: 500,
    title: "The backup failed",
    cure: "Read the reason on the page of backups and try again.",
    retryable: true,
  },
  backup_not_equal: {
    status: 500,
    title: "The restored database is not equal to the backup",
    cure: "Do not rely on this backup. Make a new one, and report the difference.",
  },
  backup_running: {
    status: 409,
    title: "Another backup, verification or restore is running",
    cure: "Wait until it has ended, or cancel it.",
    retryable: true,
  },
  backup_not_ready: {
    status: 409,
    title: "The backup has no complete file",
    cure: "Choose a backup that is written or verified.",
  },
  backup_is_needed: {
    status: 409,
    title: "This backup is one of the last two verified ones",
    cure: "Make and verify a newer backup first.",
  },
  backup_kit_needed: {
    status: 409,
    title: "The recovery kit was not downloaded yet",
    cure: "Download the recovery kit first: without its key nobody can read a backup.",
  },
  backup_target_failed: {
    status: 502,
    title: "The place of the backups does not work",
    cure: "Check its settings, and test it on the page of backups.",
    retryable: true,
  },
  backup_rights_missing: {
    status: 409,
    title: "The database role may not do this",
    cure: "Set DATABASE_ADMIN_URL to a role that may create databases and owns the panel's database.",
  },
  backup_no_space: {
    status: 409,
    title: "The disk has too little free space",
    cure: "A restore needs three times the size of the data. Free some space and try again.",
  },
  backup_database_not_empty: {
    status: 409,
    title: "The database to restore into is not empty",
    cure: "Name an empty database.",
  },
  backup_nothing_to_go_back_to: {
    status: 409,
    title: "There is no database from before a restore",
    cure: "It is kept for 24 hours after a restore.",
  },
});
