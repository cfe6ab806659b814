-- Executors, their configurations and the commands they are given.
CREATE TABLE "executor" (
    "id" TEXT NOT NULL,
    "owner_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "key_id" TEXT NOT NULL,
    "secret_hash" TEXT NOT NULL,
    "previous_hash" TEXT,
    "previous_until" TIMESTAMPTZ(3),
    "addresses" TEXT[],
    "expires_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    "template_id" TEXT,
    "template_version" INTEGER,
    "overrides" JSONB NOT NULL DEFAULT '{}',
    "config" JSONB NOT NULL,
    "config_version" INTEGER NOT NULL DEFAULT 1,
    "last_seq" INTEGER NOT NULL DEFAULT 0,
    "last_used_at" TIMESTAMPTZ(3),
    "last_used_ip" TEXT,
    "last_seen_at" TIMESTAMPTZ(3),
    "version" TEXT,
    "os" TEXT,
    "hostname" TEXT,
    "status" TEXT,
    "applied_version" INTEGER,
    "clock_skew_ms" INTEGER,
    "metrics" JSONB,
    "boot_id" TEXT,
    "fence" INTEGER NOT NULL DEFAULT 0,
    "returned_at" TIMESTAMPTZ(3)[],
    "machine_id" TEXT,
    "told_presence" TEXT NOT NULL DEFAULT 'never',
    "sampled_at" TIMESTAMPTZ(3),
    "created_by" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "executor_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "executor_config_version" (
    "executor_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "config" JSONB NOT NULL,
    "overrides" JSONB NOT NULL DEFAULT '{}',
    "template_id" TEXT,
    "template_version" INTEGER,
    "cause" TEXT NOT NULL,
    "author_id" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "executor_config_version_pkey" PRIMARY KEY ("executor_id","version")
);

CREATE TABLE "executor_template" (
    "id" TEXT NOT NULL,
    "owner_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "live_version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "executor_template_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "executor_template_version" (
    "template_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "settings" JSONB NOT NULL,
    "author_id" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "executor_template_version_pkey" PRIMARY KEY ("template_id","version")
);

CREATE TABLE "executor_rollout" (
    "id" TEXT NOT NULL,
    "template_id" TEXT NOT NULL,
    "from_version" INTEGER NOT NULL,
    "to_version" INTEGER NOT NULL,
    "stages" INTEGER[],
    "stage" INTEGER NOT NULL DEFAULT 0,
    "soak_seconds" INTEGER NOT NULL,
    "max_failures" INTEGER NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'running',
    "reason" TEXT,
    "stage_started_at" TIMESTAMPTZ(3),
    "created_by" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "executor_rollout_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "executor_command" (
    "id" TEXT NOT NULL,
    "executor_id" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "type" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'queued',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_push_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "signing_key" TEXT NOT NULL,
    "signature" TEXT NOT NULL,
    "progress" JSONB,
    "output" JSONB,
    "error" TEXT,
    "requested_by" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "delivered_at" TIMESTAMPTZ(3),
    "acked_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "executor_command_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "executor_enrolment" (
    "id" TEXT NOT NULL,
    "owner_id" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "template_id" TEXT,
    "addresses" TEXT[],
    "uses" INTEGER NOT NULL DEFAULT 0,
    "max_uses" INTEGER NOT NULL DEFAULT 1,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "executor_enrolment_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "executor_event" (
    "id" TEXT NOT NULL,
    "executor_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "kind" TEXT NOT NULL,
    "message" TEXT NOT NULL,

    CONSTRAINT "executor_event_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "executor_sample" (
    "executor_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "metrics" JSONB NOT NULL,

    CONSTRAINT "executor_sample_pkey" PRIMARY KEY ("executor_id","at")
);

CREATE TABLE "executor_batch" (
    "id" TEXT NOT NULL,
    "owner_id" TEXT NOT NULL,
    "inputs" JSONB NOT NULL,
    "total" INTEGER NOT NULL,
    "made" INTEGER NOT NULL DEFAULT 0,
    "state" TEXT NOT NULL DEFAULT 'queued',
    "error" TEXT,
    "csv_sealed" TEXT,
    "held_until" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),
    "downloaded_at" TIMESTAMPTZ(3),

    CONSTRAINT "executor_batch_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "executor_event_executor_id_id_idx" ON "executor_event"("executor_id", "id");

CREATE INDEX "executor_sample_at_idx" ON "executor_sample"("at");

CREATE INDEX "executor_batch_owner_id_id_idx" ON "executor_batch"("owner_id", "id");

CREATE INDEX "executor_batch_state_idx" ON "executor_batch"("state");

CREATE UNIQUE INDEX "executor_key_id_key" ON "executor"("key_id");

CREATE INDEX "executor_owner_id_id_idx" ON "executor"("owner_id", "id");

CREATE INDEX "executor_template_id_idx" ON "executor"("template_id");

CREATE INDEX "executor_template_owner_id_id_idx" ON "executor_template"("owner_id", "id");

CREATE INDEX "executor_rollout_template_id_id_idx" ON "executor_rollout"("template_id", "id");

CREATE INDEX "executor_rollout_state_idx" ON "executor_rollout"("state");

CREATE INDEX "executor_command_state_next_push_at_idx" ON "executor_command"("state", "next_push_at");

CREATE UNIQUE INDEX "executor_command_executor_id_seq_key" ON "executor_command"("executor_id", "seq");

CREATE UNIQUE INDEX "executor_enrolment_token_hash_key" ON "executor_enrolment"("token_hash");

CREATE INDEX "executor_enrolment_owner_id_idx" ON "executor_enrolment"("owner_id");

ALTER TABLE "executor" ADD CONSTRAINT "executor_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "app_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "executor" ADD CONSTRAINT "executor_template_id_fkey" FOREIGN KEY ("template_id") REFERENCES "executor_template"("id") ON DELETE SET NULL ON UPDATE CASCADE;

ALTER TABLE "executor_config_version" ADD CONSTRAINT "executor_config_version_executor_id_fkey" FOREIGN KEY ("executor_id") REFERENCES "executor"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "executor_template" ADD CONSTRAINT "executor_template_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "app_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "executor_template_version" ADD CONSTRAINT "executor_template_version_template_id_fkey" FOREIGN KEY ("template_id") REFERENCES "executor_template"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "executor_rollout" ADD CONSTRAINT "executor_rollout_template_id_fkey" FOREIGN KEY ("template_id") REFERENCES "executor_template"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "executor_command" ADD CONSTRAINT "executor_command_executor_id_fkey" FOREIGN KEY ("executor_id") REFERENCES "executor"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "executor_enrolment" ADD CONSTRAINT "executor_enrolment_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "app_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "executor_event" ADD CONSTRAINT "executor_event_executor_id_fkey" FOREIGN KEY ("executor_id") REFERENCES "executor"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "executor_sample" ADD CONSTRAINT "executor_sample_executor_id_fkey" FOREIGN KEY ("executor_id") REFERENCES "executor"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "executor_batch" ADD CONSTRAINT "executor_batch_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "app_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma has no words for.
ALTER TABLE "executor_batch" ADD CONSTRAINT "executor_batch_state_known" CHECK (state IN ('queued', 'running', 'done', 'failed'));
ALTER TABLE "executor_command" ADD CONSTRAINT "executor_command_state_known" CHECK (state IN ('queued', 'delivered', 'acked', 'running', 'done', 'failed', 'expired', 'cancelled'));
ALTER TABLE "executor_rollout" ADD CONSTRAINT "executor_rollout_state_known" CHECK (state IN ('running', 'halted', 'done', 'rolled_back'));
ALTER TABLE "executor_enrolment" ADD CONSTRAINT "executor_enrolment_uses_limited" CHECK (uses <= max_uses);
-- What the worker looks for every second, and the one roll-out that a template may have.
CREATE INDEX "executor_command_unfinished_idx" ON "executor_command"("executor_id", "seq") WHERE (finished_at IS NULL);
CREATE UNIQUE INDEX "executor_rollout_one_running_idx" ON "executor_rollout"("template_id") WHERE (state = 'running');
