-- Alert rules, their state for each object, alerts with what happened to them, and silences.
-- CreateTable
CREATE TABLE "alert_rule" (
    "id" TEXT NOT NULL,
    "owner_id" TEXT,
    "shipped_as" TEXT,
    "name" TEXT NOT NULL,
    "subject_kind" TEXT NOT NULL,
    "subject_id" TEXT,
    "metric" TEXT NOT NULL,
    "operator" TEXT NOT NULL,
    "warning" DOUBLE PRECISION,
    "critical" DOUBLE PRECISION,
    "clear_at" DOUBLE PRECISION,
    "for_seconds" INTEGER NOT NULL,
    "keep_for_seconds" INTEGER NOT NULL,
    "missing" TEXT NOT NULL,
    "channels" JSONB NOT NULL DEFAULT '{}',
    "escalation" JSONB,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "alert_rule_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "alert_instance" (
    "rule_id" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "phase" TEXT NOT NULL,
    "severity" TEXT,
    "rule_version" INTEGER NOT NULL,
    "breach_since" TIMESTAMPTZ(3),
    "critical_since" TIMESTAMPTZ(3),
    "clear_since" TIMESTAMPTZ(3),
    "lower_since" TIMESTAMPTZ(3),
    "transitions" TIMESTAMPTZ(3)[] DEFAULT ARRAY[]::TIMESTAMPTZ(3)[],
    "incident_id" TEXT,
    "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "alert_instance_pkey" PRIMARY KEY ("rule_id","subject_id")
);

-- CreateTable
CREATE TABLE "alert_incident" (
    "id" TEXT NOT NULL,
    "rule_id" TEXT,
    "rule_name" TEXT NOT NULL,
    "owner_id" TEXT,
    "subject_kind" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "subject_name" TEXT NOT NULL,
    "href" TEXT,
    "metric" TEXT NOT NULL,
    "operator" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "threshold" DOUBLE PRECISION,
    "value" DOUBLE PRECISION,
    "peak" DOUBLE PRECISION,
    "flapping" BOOLEAN NOT NULL DEFAULT false,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "acknowledged_at" TIMESTAMPTZ(3),
    "acknowledged_by" TEXT,
    "silenced_until" TIMESTAMPTZ(3),
    "resolved_at" TIMESTAMPTZ(3),
    "resolution" TEXT,
    "due_message" TEXT,
    "due_since" TIMESTAMPTZ(3),
    "held_by_silence" BOOLEAN NOT NULL DEFAULT false,
    "messages" INTEGER NOT NULL DEFAULT 0,
    "last_message_at" TIMESTAMPTZ(3),
    "escalated_at" TIMESTAMPTZ(3),

    CONSTRAINT "alert_incident_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "alert_event" (
    "id" TEXT NOT NULL,
    "incident_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "kind" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "actor_id" TEXT,

    CONSTRAINT "alert_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "alert_silence" (
    "id" TEXT NOT NULL,
    "owner_id" TEXT,
    "name" TEXT NOT NULL,
    "rule_id" TEXT,
    "subject_kind" TEXT,
    "subject_id" TEXT,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "daily" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "alert_silence_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "alert_rule_shipped_as_key" ON "alert_rule"("shipped_as");

-- CreateIndex
CREATE INDEX "alert_rule_owner_id_idx" ON "alert_rule"("owner_id");

-- CreateIndex
CREATE INDEX "alert_incident_owner_id_id_idx" ON "alert_incident"("owner_id", "id");

-- CreateIndex
CREATE INDEX "alert_incident_subject_id_started_at_idx" ON "alert_incident"("subject_id", "started_at");

-- CreateIndex
CREATE INDEX "alert_incident_resolved_at_idx" ON "alert_incident"("resolved_at");

-- CreateIndex
CREATE UNIQUE INDEX "alert_incident_open_idx" ON "alert_incident"("rule_id", "subject_id") WHERE (resolved_at IS NULL);

-- CreateIndex
CREATE INDEX "alert_event_incident_id_id_idx" ON "alert_event"("incident_id", "id");

-- CreateIndex
CREATE INDEX "alert_silence_owner_id_idx" ON "alert_silence"("owner_id");

-- CreateIndex
CREATE INDEX "alert_silence_ends_at_idx" ON "alert_silence"("ends_at");

-- AddForeignKey
ALTER TABLE "alert_rule" ADD CONSTRAINT "alert_rule_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "app_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "alert_instance" ADD CONSTRAINT "alert_instance_rule_id_fkey" FOREIGN KEY ("rule_id") REFERENCES "alert_rule"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "alert_incident" ADD CONSTRAINT "alert_incident_rule_id_fkey" FOREIGN KEY ("rule_id") REFERENCES "alert_rule"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "alert_incident" ADD CONSTRAINT "alert_incident_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "app_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "alert_event" ADD CONSTRAINT "alert_event_incident_id_fkey" FOREIGN KEY ("incident_id") REFERENCES "alert_incident"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "alert_silence" ADD CONSTRAINT "alert_silence_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "app_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "alert_silence" ADD CONSTRAINT "alert_silence_rule_id_fkey" FOREIGN KEY ("rule_id") REFERENCES "alert_rule"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Creates of the last minutes, which alert rules ask for every ten seconds.
CREATE INDEX "provisioning_run_creates_idx" ON "provisioning_run"("finished_at") WHERE (kind = 'create'::text);

-- Rules that every panel starts with; they can be changed, switched off and deleted.
INSERT INTO "alert_rule" ("id", "shipped_as", "name", "subject_kind", "metric", "operator", "warning", "critical", "clear_at", "for_seconds", "keep_for_seconds", "missing") VALUES
  ('alr_00000000000000000000000001', 'machine-silent', 'A machine does not answer', 'machine', 'silence.seconds', '>', NULL, 150, NULL, 30, 10, 'ignore'),
  ('alr_00000000000000000000000002', 'machine-cpu', 'CPU of a machine', 'machine', 'cpu.percent', '>', 90, 97, 80, 900, 120, 'ignore'),
  ('alr_00000000000000000000000003', 'machine-memory', 'Memory of a machine', 'machine', 'memory.percent', '>', 90, 96, 85, 300, 120, 'ignore'),
  ('alr_00000000000000000000000004', 'machine-disk', 'Disk of a machine', 'machine', 'disk.percent', '>', 85, 95, 82, 60, 60, 'ignore'),
  ('alr_00000000000000000000000005', 'machine-inodes', 'Inodes of a machine', 'machine', 'disk.inodes', '>', 85, 95, 82, 60, 60, 'ignore'),
  ('alr_00000000000000000000000006', 'machine-clock', 'Clock of a machine', 'machine', 'clock.skewSeconds', '>', 60, NULL, NULL, 300, 60, 'ignore'),
  ('alr_00000000000000000000000007', 'server-disk', 'Disk of a game server', 'server', 'disk.percent', '>', 90, NULL, 85, 600, 60, 'ignore'),
  ('alr_00000000000000000000000008', 'executor-silent', 'An executor sends no heartbeat', 'executor', 'silence.seconds', '>', 180, 900, NULL, 0, 60, 'ignore'),
  ('alr_00000000000000000000000009', 'service-down', 'A hosted service does not answer', 'service', 'down.count', '>', NULL, 0, NULL, 60, 60, 'ignore'),
  ('alr_00000000000000000000000010', 'ports-used', 'The port pool is nearly used up', 'panel', 'ports.used', '>', NULL, 430, NULL, 300, 60, 'ignore'),
  ('alr_00000000000000000000000011', 'ports-free', 'Few free ports', 'panel', 'ports.freePercent', '<', 10, 2, NULL, 300, 60, 'ignore'),
  ('alr_00000000000000000000000012', 'runs-failed', 'Creates fail', 'panel', 'runs.failed', '>', NULL, 10, NULL, 0, 60, 'ignore'),
  ('alr_00000000000000000000000013', 'runs-slow', 'Creates are slow', 'panel', 'runs.p95Ms', '>', 5000, NULL, NULL, 0, 60, 'ignore'),
  ('alr_00000000000000000000000014', 'runs-waiting', 'Runs wait for a worker', 'panel', 'runs.oldestSeconds', '>', 600, 1800, NULL, 60, 60, 'ignore'),
  ('alr_00000000000000000000000015', 'jobs-failed', 'A job failed', 'panel', 'jobs.failed', '>', 0, NULL, NULL, 300, 60, 'ignore');
