-- Sessions of a panel login, and tokens with a limit, name resources of any kind.
ALTER TABLE "session" RENAME COLUMN "scope_server_id" TO "scope_resource_id";
ALTER INDEX "session_scope_server_id_idx" RENAME TO "session_scope_resource_id_idx";
ALTER TABLE "session" DROP CONSTRAINT "session_scope_server_id_fkey";
ALTER TABLE "session" ADD CONSTRAINT "session_scope_resource_id_fkey" FOREIGN KEY ("scope_resource_id") REFERENCES "workload"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "api_token" RENAME COLUMN "server_ids" TO "resource_ids";

-- Shares are of resources of any kind.
ALTER TABLE "server_member" RENAME TO "resource_member";
ALTER TABLE "resource_member" RENAME COLUMN "server_id" TO "resource_id";
ALTER TABLE "resource_member" RENAME CONSTRAINT "server_member_pkey" TO "resource_member_pkey";
ALTER INDEX "server_member_user_id_idx" RENAME TO "resource_member_user_id_idx";
ALTER TABLE "resource_member" RENAME CONSTRAINT "server_member_user_id_fkey" TO "resource_member_user_id_fkey";
ALTER TABLE "resource_member" DROP CONSTRAINT "server_member_server_id_fkey";
ALTER TABLE "resource_member" ADD CONSTRAINT "resource_member_resource_id_fkey" FOREIGN KEY ("resource_id") REFERENCES "workload"("id") ON DELETE CASCADE ON UPDATE CASCADE;
DROP TRIGGER "member_right_changed" ON "resource_member";
DROP TRIGGER "member_right_deleted" ON "resource_member";
CREATE TRIGGER member_right_changed AFTER UPDATE OF "permissions" ON "resource_member" FOR EACH ROW
  EXECUTE FUNCTION announce_right_change('resource', 'resource_id');
CREATE TRIGGER member_right_deleted AFTER DELETE ON "resource_member" FOR EACH ROW
  EXECUTE FUNCTION announce_right_change('resource', 'resource_id');
