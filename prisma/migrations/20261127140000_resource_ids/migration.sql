-- Sessions of a panel login, and tokens with a limit, name resources of any kind.
ALTER TABLE "session" RENAME COLUMN "scope_server_id" TO "scope_resource_id";
ALTER INDEX "session_scope_server_id_idx" RENAME TO "session_scope_resource_id_idx";
ALTER TABLE "session" DROP CONSTRAINT "session_scope_server_id_fkey";
ALTER TABLE "session" ADD CONSTRAINT "session_scope_resource_id_fkey" FOREIGN KEY ("scope_resource_id") REFERENCES "workload"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "api_token" RENAME COLUMN "server_ids" TO "resource_ids";
