-- Tokens: which servers, from which addresses, by whom last, and a second secret while the first is being replaced.
ALTER TABLE "api_token" ADD COLUMN "server_ids" TEXT[];
ALTER TABLE "api_token" ADD COLUMN "addresses" TEXT[];
ALTER TABLE "api_token" ADD COLUMN "last_used_ip" TEXT;
ALTER TABLE "api_token" ADD COLUMN "last_used_agent" TEXT;
ALTER TABLE "api_token" ADD COLUMN "start" TEXT NOT NULL DEFAULT 'lnt_';
ALTER TABLE "api_token" ADD COLUMN "previous_hash" TEXT;
ALTER TABLE "api_token" ADD COLUMN "previous_expires_at" TIMESTAMPTZ(3);
ALTER TABLE "api_token" ADD COLUMN "rotated_at" TIMESTAMPTZ(3);
CREATE UNIQUE INDEX "api_token_previous_hash_key" ON "api_token"("previous_hash");

-- Whom a server is shared with, and what they may do there.
CREATE TABLE "server_member" (
    "server_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "permissions" TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "server_member_pkey" PRIMARY KEY ("server_id", "user_id")
);
CREATE INDEX "server_member_user_id_idx" ON "server_member"("user_id");
ALTER TABLE "server_member" ADD CONSTRAINT "server_member_server_id_fkey" FOREIGN KEY ("server_id") REFERENCES "server"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "server_member" ADD CONSTRAINT "server_member_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;
