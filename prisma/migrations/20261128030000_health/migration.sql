-- Results of the health checks, by minute.
CREATE TABLE "health_record" (
    "name" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL,
    "value" DOUBLE PRECISION,

    CONSTRAINT "health_record_pkey" PRIMARY KEY ("name","at")
);
CREATE INDEX "health_record_at_idx" ON "health_record"("at");

-- Rules about the checks.
INSERT INTO "alert_rule" ("id", "shipped_as", "name", "subject_kind", "metric", "operator", "warning", "critical", "for_seconds", "keep_for_seconds", "missing") VALUES
  ('alr_00000000000000000000000016', 'check-failed', 'A part of the panel does not work', 'check', 'state.level', '>', 0, 1, 120, 60, 'ignore');
