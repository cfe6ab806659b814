-- What runs as containers, of any feature: whose it is, its state, place, size and address. `server` keeps what only
-- game servers have.
ALTER TYPE "server_status" RENAME TO "workload_status";

CREATE TABLE "workload" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "owner_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "status" "workload_status" NOT NULL DEFAULT 'provisioning',
    "want_running" BOOLEAN NOT NULL DEFAULT true,
    "region_id" TEXT NOT NULL,
    "node_id" TEXT,
    "address_id" TEXT,
    "public_address" TEXT,
    "main_port" INTEGER,
    "announced_address" TEXT,
    "previous_address" TEXT,
    "address_changed_at" TIMESTAMPTZ(3),
    "placement" JSONB,
    "network_number" INTEGER,
    "holds_capacity" BOOLEAN NOT NULL DEFAULT true,
    "memory_mb" INTEGER NOT NULL,
    "disk_mb" INTEGER NOT NULL,
    "cpu_milli" INTEGER NOT NULL,
    "image_id" TEXT,
    "image_digest" TEXT,
    "failure_code" TEXT,
    "failure_message" TEXT,
    "crash_count" INTEGER NOT NULL DEFAULT 0,
    "last_crash_at" TIMESTAMPTZ(3),
    "online_since" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "workload_pkey" PRIMARY KEY ("id")
);

INSERT INTO "workload" ("id", "kind", "owner_id", "name", "status", "want_running", "region_id", "node_id", "address_id",
    "public_address", "main_port", "announced_address", "previous_address", "address_changed_at", "placement",
    "network_number", "holds_capacity", "memory_mb", "disk_mb", "cpu_milli", "image_id", "image_digest", "failure_code",
    "failure_message", "crash_count", "last_crash_at", "online_since", "created_at", "updated_at")
SELECT "id", 'game-server', "owner_id", "name", "status", "want_running", "region_id", "node_id", "address_id",
    "public_address", "game_port", "announced_address", "previous_address", "address_changed_at", "placement",
    "network_number", "holds_capacity", "memory_mb", "disk_mb", "cpu_milli", "image_id", "image_digest", "failure_code",
    "failure_message", "crash_count", "last_crash_at", "online_since", "created_at", "updated_at"
FROM "server";

CREATE INDEX "workload_owner_id_id_idx" ON "workload"("owner_id", "id");
CREATE INDEX "workload_node_id_idx" ON "workload"("node_id");
CREATE INDEX "workload_status_idx" ON "workload"("status");
ALTER TABLE "workload" ADD CONSTRAINT "workload_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "app_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "workload" ADD CONSTRAINT "workload_region_id_fkey" FOREIGN KEY ("region_id") REFERENCES "region"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "workload" ADD CONSTRAINT "workload_node_id_fkey" FOREIGN KEY ("node_id") REFERENCES "node"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "workload" ADD CONSTRAINT "workload_address_id_fkey" FOREIGN KEY ("address_id") REFERENCES "address"("id") ON DELETE SET NULL ON UPDATE CASCADE;

DROP TRIGGER "server_right_changed" ON "server";
DROP TRIGGER "server_right_deleted" ON "server";
DROP TRIGGER "server_owner_right_changed" ON "server";
ALTER TABLE "server"
    DROP COLUMN "owner_id", DROP COLUMN "name", DROP COLUMN "status", DROP COLUMN "want_running", DROP COLUMN "region_id",
    DROP COLUMN "node_id", DROP COLUMN "address_id", DROP COLUMN "public_address", DROP COLUMN "game_port",
    DROP COLUMN "announced_address", DROP COLUMN "previous_address", DROP COLUMN "address_changed_at",
    DROP COLUMN "placement", DROP COLUMN "network_number", DROP COLUMN "holds_capacity", DROP COLUMN "memory_mb",
    DROP COLUMN "disk_mb", DROP COLUMN "cpu_milli", DROP COLUMN "image_id", DROP COLUMN "image_digest",
    DROP COLUMN "failure_code", DROP COLUMN "failure_message", DROP COLUMN "crash_count", DROP COLUMN "last_crash_at",
    DROP COLUMN "online_since", DROP COLUMN "created_at", DROP COLUMN "updated_at";
ALTER TABLE "server" ADD CONSTRAINT "server_id_fkey" FOREIGN KEY ("id") REFERENCES "workload"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- `resource:<id>` in the payload: a right to this resource may have ended.
CREATE TRIGGER workload_right_changed AFTER UPDATE OF "owner_id" ON "workload" FOR EACH ROW
  WHEN (OLD.owner_id <> NEW.owner_id) EXECUTE FUNCTION announce_right_change('resource', 'id');
CREATE TRIGGER workload_right_deleted AFTER DELETE ON "workload" FOR EACH ROW
  EXECUTE FUNCTION announce_right_change('resource', 'id');
-- Hosted Pusher can only close the connections of a person: the payload names that person too.
CREATE TRIGGER workload_owner_right_changed AFTER UPDATE OF "owner_id" ON "workload" FOR EACH ROW
  WHEN (OLD.owner_id <> NEW.owner_id) EXECUTE FUNCTION announce_right_change('user', 'owner_id');
DROP TRIGGER "member_right_changed" ON "server_member";
DROP TRIGGER "member_right_deleted" ON "server_member";
CREATE TRIGGER member_right_changed AFTER UPDATE OF "permissions" ON "server_member" FOR EACH ROW
  EXECUTE FUNCTION announce_right_change('resource', 'server_id');
CREATE TRIGGER member_right_deleted AFTER DELETE ON "server_member" FOR EACH ROW
  EXECUTE FUNCTION announce_right_change('resource', 'server_id');

-- Runs of any kind of workload; the kinds of runs are the definition's.
ALTER TABLE "provisioning_run" RENAME COLUMN "server_id" TO "resource_id";
ALTER TABLE "provisioning_run" ADD COLUMN "resource_kind" TEXT NOT NULL DEFAULT 'game-server',
    ALTER COLUMN "kind" TYPE TEXT, ALTER COLUMN "follow_up" TYPE TEXT;
ALTER TABLE "provisioning_run" ALTER COLUMN "resource_kind" DROP DEFAULT;
DROP TYPE "run_kind";
ALTER INDEX "provisioning_run_server_id_id_idx" RENAME TO "provisioning_run_resource_id_id_idx";

-- The timeline.
ALTER TABLE "server_event" RENAME TO "workload_event";
ALTER TABLE "workload_event" RENAME COLUMN "server_id" TO "resource_id";
ALTER TABLE "workload_event" RENAME CONSTRAINT "server_event_pkey" TO "workload_event_pkey";
ALTER INDEX "server_event_server_id_sequence_idx" RENAME TO "workload_event_resource_id_sequence_idx";
ALTER SEQUENCE "server_event_sequence_seq" RENAME TO "workload_event_sequence_seq";
ALTER TABLE "workload_event" DROP CONSTRAINT "server_event_server_id_fkey";
ALTER TABLE "workload_event" ADD CONSTRAINT "workload_event_resource_id_fkey" FOREIGN KEY ("resource_id") REFERENCES "workload"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "port" RENAME COLUMN "server_id" TO "resource_id";
ALTER INDEX "port_server_id_idx" RENAME TO "port_resource_id_idx";
