-- Backups of the panel, where they are, when they are made, and restores.
CREATE TABLE "backup" (
    "id" TEXT NOT NULL,
    "origin" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "phase" TEXT,
    "target_id" TEXT NOT NULL,
    "file_name" TEXT NOT NULL,
    "compression" TEXT NOT NULL,
    "with_metrics" BOOLEAN NOT NULL DEFAULT false,
    "wants_check" BOOLEAN NOT NULL DEFAULT true,
    "cancel_requested" BOOLEAN NOT NULL DEFAULT false,
    "key_id" TEXT,
    "last_migration" TEXT,
    "panel_version" TEXT,
    "tables" INTEGER,
    "rows" BIGINT,
    "bytes" BIGINT,
    "sha256" TEXT,
    "rows_done" BIGINT NOT NULL DEFAULT 0,
    "rows_expected" BIGINT,
    "requested_by" TEXT,
    "error_code" TEXT,
    "error" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "written_at" TIMESTAMPTZ(3),
    "verified_at" TIMESTAMPTZ(3),
    "write_ms" INTEGER,
    "verify_ms" INTEGER,

    CONSTRAINT "backup_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "backup_target" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "settings" JSONB NOT NULL DEFAULT '{}',
    "secret_sealed" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "backup_target_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "backup_settings" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "daily_enabled" BOOLEAN NOT NULL DEFAULT false,
    "weekly_enabled" BOOLEAN NOT NULL DEFAULT false,
    "at_minute" INTEGER NOT NULL DEFAULT 195,
    "weekday" INTEGER NOT NULL DEFAULT 0,
    "time_zone" TEXT NOT NULL DEFAULT 'UTC',
    "compression" TEXT NOT NULL DEFAULT 'gzip',
    "with_metrics" BOOLEAN NOT NULL DEFAULT false,
    "target_id" TEXT NOT NULL,
    "drill_enabled" BOOLEAN NOT NULL DEFAULT false,
    "next_daily_at" TIMESTAMPTZ(3),
    "next_weekly_at" TIMESTAMPTZ(3),
    "next_drill_at" TIMESTAMPTZ(3),
    "kit_downloaded_at" TIMESTAMPTZ(3),
    "kit_key_id" TEXT,

    CONSTRAINT "backup_settings_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "backup_restore" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "phase" TEXT,
    "backup_id" TEXT,
    "requested_by" TEXT,
    "report" JSONB,
    "error_code" TEXT,
    "error" TEXT,
    "previous_database" TEXT,
    "previous_until" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "backup_restore_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "backup_target_id_id_idx" ON "backup"("target_id", "id");
CREATE INDEX "backup_open_idx" ON "backup"("id") WHERE (state IN ('requested', 'running', 'verifying') OR (state = 'written' AND wants_check));
CREATE INDEX "backup_verified_idx" ON "backup"("verified_at") WHERE (state = 'verified');
CREATE INDEX "backup_restore_open_idx" ON "backup_restore"("id") WHERE (state IN ('requested', 'running') OR previous_until IS NOT NULL);
ALTER TABLE "backup" ADD CONSTRAINT "backup_target_id_fkey" FOREIGN KEY ("target_id") REFERENCES "backup_target"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

INSERT INTO "backup_target" ("id", "kind", "name") VALUES ('bkt_00000000000000000000000001', 'local', 'This machine');
INSERT INTO "backup_settings" ("id", "target_id") VALUES (1, 'bkt_00000000000000000000000001');

INSERT INTO "alert_rule" ("id", "shipped_as", "name", "subject_kind", "metric", "operator", "warning", "critical", "clear_at", "for_seconds", "keep_for_seconds", "missing") VALUES
  ('alr_00000000000000000000000017', 'backup-old', 'No verified backup for a day', 'panel', 'backup.ageHours', '>', 26, 50, NULL, 0, 60, 'ignore');
