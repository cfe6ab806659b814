-- Mail is queued in the transaction of what it tells about; the worker renders and sends it.
CREATE TYPE "mail_state" AS ENUM ('queued', 'sent', 'held', 'failed', 'dropped');

CREATE TABLE "mail_message" (
    "id" TEXT NOT NULL,
    "recipient" TEXT NOT NULL,
    "user_id" TEXT,
    "template" TEXT NOT NULL,
    "data_sealed" TEXT,
    "rendered_sealed" TEXT,
    "state" "mail_state" NOT NULL DEFAULT 'queued',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_error" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "mail_message_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "mail_message_state_next_attempt_at_idx" ON "mail_message"("state", "next_attempt_at");
CREATE INDEX "mail_message_user_id_idx" ON "mail_message"("user_id");
ALTER TABLE "mail_message" ADD CONSTRAINT "mail_message_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Accounts that exist before addresses were confirmed keep working.
ALTER TABLE "app_user" ADD COLUMN "email_verified_at" TIMESTAMPTZ(3);
ALTER TABLE "app_user" ADD COLUMN "password_changed_at" TIMESTAMPTZ(3);
UPDATE "app_user" SET "email_verified_at" = CURRENT_TIMESTAMP;

-- One-time links of mails: 32 bytes in hex, stored as SHA-256, 24 h, used up by a POST.
CREATE TYPE "email_link_purpose" AS ENUM ('verify', 'change', 'reset');

CREATE TABLE "email_link" (
    "id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "purpose" "email_link_purpose" NOT NULL,
    "email" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "email_link_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "email_link_token_hash_key" ON "email_link"("token_hash");
CREATE INDEX "email_link_user_id_purpose_idx" ON "email_link"("user_id", "purpose");
ALTER TABLE "email_link" ADD CONSTRAINT "email_link_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;
