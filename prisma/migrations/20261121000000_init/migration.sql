-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "role" AS ENUM ('ADMIN', 'MANAGER', 'USER', 'GUEST');

-- CreateEnum
CREATE TYPE "server_status" AS ENUM ('provisioning', 'online', 'failed', 'starting', 'stopping', 'offline', 'crashed', 'suspended', 'deleting');

-- CreateEnum
CREATE TYPE "run_kind" AS ENUM ('create', 'reinstall', 'delete', 'start', 'stop', 'restart', 'kill', 'suspend');

-- CreateEnum
CREATE TYPE "run_state" AS ENUM ('queued', 'running', 'compensating', 'succeeded', 'failed');

-- CreateEnum
CREATE TYPE "step_status" AS ENUM ('running', 'done', 'skipped', 'failed', 'undone', 'undo_failed');

-- CreateEnum
CREATE TYPE "node_state" AS ENUM ('active', 'draining', 'maintenance');

-- CreateEnum
CREATE TYPE "port_state" AS ENUM ('free', 'reserved', 'bound', 'draining', 'blocked');

-- CreateEnum
CREATE TYPE "port_protocol" AS ENUM ('tcp', 'udp');

-- CreateTable
CREATE TABLE "audit_entry" (
    "id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor_kind" TEXT NOT NULL,
    "actor_id" TEXT,
    "action" TEXT NOT NULL,
    "target_kind" TEXT NOT NULL,
    "target_id" TEXT,
    "ip" TEXT,
    "user_agent" TEXT,
    "request_id" TEXT,
    "detail" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "app_user" (
    "id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "password_hash" TEXT NOT NULL,
    "role" "role" NOT NULL DEFAULT 'USER',
    "disabled_at" TIMESTAMPTZ(3),
    "max_servers" INTEGER NOT NULL DEFAULT 5,
    "max_memory_mb" INTEGER NOT NULL DEFAULT 16384,
    "max_cpu_milli" INTEGER NOT NULL DEFAULT 8000,
    "max_disk_mb" INTEGER NOT NULL DEFAULT 102400,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "app_user_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "id" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "scope_server_id" TEXT,
    "ip" TEXT,
    "user_agent" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "idle_expires_at" TIMESTAMPTZ(3) NOT NULL,
    "absolute_expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_token" (
    "id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "scopes" TEXT[],
    "expires_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "api_token_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "setup_link" (
    "id" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "setup_link_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "template" (
    "id" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "image" TEXT NOT NULL,
    "spec" JSONB NOT NULL,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "template_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "server" (
    "id" TEXT NOT NULL,
    "owner_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "status" "server_status" NOT NULL DEFAULT 'provisioning',
    "want_running" BOOLEAN NOT NULL DEFAULT true,
    "template_id" TEXT NOT NULL,
    "region_id" TEXT NOT NULL,
    "node_id" TEXT,
    "address_id" TEXT,
    "public_address" TEXT,
    "game_port" INTEGER,
    "holds_capacity" BOOLEAN NOT NULL DEFAULT true,
    "rcon_port" INTEGER NOT NULL,
    "memory_mb" INTEGER NOT NULL,
    "disk_mb" INTEGER NOT NULL,
    "cpu_milli" INTEGER NOT NULL,
    "version" TEXT,
    "environment" JSONB NOT NULL DEFAULT '{}',
    "image_id" TEXT,
    "image_digest" TEXT,
    "failure_code" TEXT,
    "failure_message" TEXT,
    "crash_count" INTEGER NOT NULL DEFAULT 0,
    "last_crash_at" TIMESTAMPTZ(3),
    "online_since" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "server_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "server_credential" (
    "server_id" TEXT NOT NULL,
    "rcon_password_sealed" TEXT NOT NULL,
    "panel_username" TEXT NOT NULL,
    "panel_password_sealed" TEXT NOT NULL,
    "rotated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "server_credential_pkey" PRIMARY KEY ("server_id")
);

-- CreateTable
CREATE TABLE "provisioning_run" (
    "id" TEXT NOT NULL,
    "server_id" TEXT NOT NULL,
    "node_id" TEXT NOT NULL,
    "kind" "run_kind" NOT NULL,
    "state" "run_state" NOT NULL DEFAULT 'queued',
    "epoch" INTEGER NOT NULL DEFAULT 0,
    "current_step" TEXT,
    "error_code" TEXT,
    "error_message" TEXT,
    "error_detail" TEXT,
    "requested_by" TEXT,
    "cancel_at" TIMESTAMPTZ(3),
    "follow_up" "run_kind",
    "options" JSONB NOT NULL DEFAULT '{}',
    "not_before" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "provisioning_run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "run_step" (
    "run_id" TEXT NOT NULL,
    "step" TEXT NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "status" "step_status" NOT NULL,
    "attempt" INTEGER NOT NULL DEFAULT 1,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),
    "error_code" TEXT,

    CONSTRAINT "run_step_pkey" PRIMARY KEY ("run_id","step")
);

-- CreateTable
CREATE TABLE "server_event" (
    "sequence" BIGSERIAL NOT NULL,
    "server_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "run_id" TEXT,
    "step" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "duration_ms" INTEGER,

    CONSTRAINT "server_event_pkey" PRIMARY KEY ("sequence")
);

-- CreateTable
CREATE TABLE "counter" (
    "name" TEXT NOT NULL,
    "label" TEXT NOT NULL DEFAULT '',
    "value" DOUBLE PRECISION NOT NULL DEFAULT 0,

    CONSTRAINT "counter_pkey" PRIMARY KEY ("name","label")
);

-- CreateTable
CREATE TABLE "idempotency_key" (
    "actor_id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "request_hash" TEXT NOT NULL,
    "status" INTEGER,
    "answer_sealed" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "idempotency_key_pkey" PRIMARY KEY ("actor_id","key")
);

-- CreateTable
CREATE UNLOGGED TABLE "rate_limit_window" (
    "key" TEXT NOT NULL,
    "window_start" TIMESTAMPTZ(3) NOT NULL,
    "count" INTEGER NOT NULL,
    "previous_count" INTEGER NOT NULL,

    CONSTRAINT "rate_limit_window_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "region" (
    "id" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "region_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "node" (
    "id" TEXT NOT NULL,
    "region_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "docker_host" TEXT,
    "state" "node_state" NOT NULL DEFAULT 'active',
    "memory_mb" INTEGER NOT NULL,
    "cpu_milli" INTEGER NOT NULL,
    "disk_mb" INTEGER NOT NULL,
    "reserved_memory_mb" INTEGER NOT NULL DEFAULT 0,
    "reserved_cpu_milli" INTEGER NOT NULL DEFAULT 0,
    "reserved_disk_mb" INTEGER NOT NULL DEFAULT 0,
    "engine_version" TEXT,
    "engine_seen_at" TIMESTAMPTZ(3),
    "engine_error" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "node_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "address" (
    "id" TEXT NOT NULL,
    "node_id" TEXT NOT NULL,
    "public_address" TEXT NOT NULL,
    "bind_address" TEXT NOT NULL,
    "port_start" INTEGER NOT NULL,
    "port_end" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "address_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "port" (
    "address_id" TEXT NOT NULL,
    "protocol" "port_protocol" NOT NULL,
    "port" INTEGER NOT NULL,
    "state" "port_state" NOT NULL DEFAULT 'free',
    "server_id" TEXT,
    "name" TEXT,
    "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "port_pkey" PRIMARY KEY ("address_id","protocol","port")
);

-- CreateTable
CREATE UNLOGGED TABLE "realtime_message" (
    "id" TEXT NOT NULL,
    "payload" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "realtime_message_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "audit_entry_target_kind_target_id_id_idx" ON "audit_entry"("target_kind", "target_id", "id");

-- CreateIndex
CREATE INDEX "audit_entry_actor_id_id_idx" ON "audit_entry"("actor_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "app_user_email_key" ON "app_user"("email");

-- CreateIndex
CREATE UNIQUE INDEX "session_token_hash_key" ON "session"("token_hash");

-- CreateIndex
CREATE INDEX "session_user_id_idx" ON "session"("user_id");

-- CreateIndex
CREATE INDEX "session_scope_server_id_idx" ON "session"("scope_server_id");

-- CreateIndex
CREATE UNIQUE INDEX "api_token_token_hash_key" ON "api_token"("token_hash");

-- CreateIndex
CREATE INDEX "api_token_user_id_idx" ON "api_token"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "setup_link_token_hash_key" ON "setup_link"("token_hash");

-- CreateIndex
CREATE UNIQUE INDEX "template_slug_key" ON "template"("slug");

-- CreateIndex
CREATE INDEX "server_owner_id_id_idx" ON "server"("owner_id", "id");

-- CreateIndex
CREATE INDEX "server_node_id_idx" ON "server"("node_id");

-- CreateIndex
CREATE INDEX "server_status_idx" ON "server"("status");

-- CreateIndex
CREATE UNIQUE INDEX "server_credential_panel_username_key" ON "server_credential"("panel_username");

-- CreateIndex
CREATE INDEX "provisioning_run_server_id_id_idx" ON "provisioning_run"("server_id", "id");

-- CreateIndex
CREATE INDEX "provisioning_run_unfinished_idx" ON "provisioning_run"("not_before") WHERE (finished_at IS NULL);

-- CreateIndex
CREATE UNIQUE INDEX "provisioning_run_one_unfinished_idx" ON "provisioning_run"("server_id") WHERE (finished_at IS NULL);

-- CreateIndex
CREATE INDEX "server_event_server_id_sequence_idx" ON "server_event"("server_id", "sequence");

-- CreateIndex
CREATE INDEX "idempotency_key_created_at_idx" ON "idempotency_key"("created_at");

-- CreateIndex
CREATE INDEX "rate_limit_window_window_start_idx" ON "rate_limit_window"("window_start");

-- CreateIndex
CREATE UNIQUE INDEX "region_slug_key" ON "region"("slug");

-- CreateIndex
CREATE UNIQUE INDEX "node_name_key" ON "node"("name");

-- CreateIndex
CREATE INDEX "node_region_id_idx" ON "node"("region_id");

-- CreateIndex
CREATE INDEX "address_node_id_idx" ON "address"("node_id");

-- CreateIndex
CREATE INDEX "port_free_idx" ON "port"("address_id", "protocol", "port") WHERE (state = 'free');

-- CreateIndex
CREATE INDEX "port_server_id_idx" ON "port"("server_id");

-- CreateIndex
CREATE INDEX "realtime_message_created_at_idx" ON "realtime_message"("created_at");

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_scope_server_id_fkey" FOREIGN KEY ("scope_server_id") REFERENCES "server"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_token" ADD CONSTRAINT "api_token_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "server" ADD CONSTRAINT "server_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "app_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "server" ADD CONSTRAINT "server_template_id_fkey" FOREIGN KEY ("template_id") REFERENCES "template"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "server" ADD CONSTRAINT "server_region_id_fkey" FOREIGN KEY ("region_id") REFERENCES "region"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "server" ADD CONSTRAINT "server_node_id_fkey" FOREIGN KEY ("node_id") REFERENCES "node"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "server" ADD CONSTRAINT "server_address_id_fkey" FOREIGN KEY ("address_id") REFERENCES "address"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "server_credential" ADD CONSTRAINT "server_credential_server_id_fkey" FOREIGN KEY ("server_id") REFERENCES "server"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run_step" ADD CONSTRAINT "run_step_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "provisioning_run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "server_event" ADD CONSTRAINT "server_event_server_id_fkey" FOREIGN KEY ("server_id") REFERENCES "server"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "node" ADD CONSTRAINT "node_region_id_fkey" FOREIGN KEY ("region_id") REFERENCES "region"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "address" ADD CONSTRAINT "address_node_id_fkey" FOREIGN KEY ("node_id") REFERENCES "node"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "port" ADD CONSTRAINT "port_address_id_fkey" FOREIGN KEY ("address_id") REFERENCES "address"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The audit log is append-only: not even a defect of ours may rewrite it.
CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit entries cannot be changed or removed';
END $$;

CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE ON "audit_entry"
  FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();

CREATE TRIGGER audit_entry_no_truncate BEFORE TRUNCATE ON "audit_entry"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();

-- Reserved capacity can never exceed what the node has, whatever the code does.
ALTER TABLE "node" ADD CONSTRAINT node_capacity CHECK (
  reserved_memory_mb BETWEEN 0 AND memory_mb AND reserved_cpu_milli >= 0 AND reserved_disk_mb BETWEEN 0 AND disk_mb);

-- A free port belongs to nobody; a reserved or bound one belongs to a server.
ALTER TABLE "port" ADD CONSTRAINT port_owner CHECK (
  (state IN ('free', 'blocked') AND server_id IS NULL) OR (state IN ('reserved', 'bound', 'draining') AND server_id IS NOT NULL));
