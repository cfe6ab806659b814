-- Mails become deliveries: one table and one worker for all that leaves the panel. Sealed columns keep the labels under
-- which their keys are derived.
ALTER TYPE "mail_state" RENAME TO "delivery_state";
ALTER TYPE "delivery_state" ADD VALUE 'replaced';

ALTER TABLE "mail_message" RENAME TO "delivery";
ALTER TABLE "delivery" RENAME CONSTRAINT "mail_message_pkey" TO "delivery_pkey";
ALTER TABLE "delivery" RENAME CONSTRAINT "mail_message_user_id_fkey" TO "delivery_user_id_fkey";
ALTER INDEX "mail_message_state_next_attempt_at_idx" RENAME TO "delivery_state_next_attempt_at_idx";
ALTER INDEX "mail_message_user_id_idx" RENAME TO "delivery_user_id_idx";
ALTER TABLE "delivery"
  ADD COLUMN "kind" TEXT NOT NULL DEFAULT 'email',
  ADD COLUMN "channel_id" TEXT,
  ADD COLUMN "idempotency_key" TEXT,
  ADD COLUMN "leased_until" TIMESTAMPTZ(3),
  ADD COLUMN "is_quiet" BOOLEAN NOT NULL DEFAULT false,
  ADD COLUMN "answer" TEXT;

CREATE TABLE "notification_channel" (
    "id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "settings_sealed" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "window_start" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "window_count" INTEGER NOT NULL DEFAULT 0,
    "failure_noted_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "notification_channel_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "notification_quiet_hours" (
    "user_id" TEXT NOT NULL,
    "from_minute" INTEGER NOT NULL,
    "to_minute" INTEGER NOT NULL,
    "zone" TEXT NOT NULL,

    CONSTRAINT "notification_quiet_hours_pkey" PRIMARY KEY ("user_id")
);

CREATE UNIQUE INDEX "delivery_channel_id_idempotency_key_key" ON "delivery"("channel_id", "idempotency_key");
CREATE INDEX "delivery_channel_id_id_idx" ON "delivery"("channel_id", "id");
CREATE INDEX "delivery_queued_idx" ON "delivery"("channel_id", "next_attempt_at") WHERE state = 'queued';
CREATE INDEX "notification_channel_user_id_idx" ON "notification_channel"("user_id");

ALTER TABLE "delivery" ADD CONSTRAINT "delivery_channel_id_fkey" FOREIGN KEY ("channel_id") REFERENCES "notification_channel"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "notification_channel" ADD CONSTRAINT "notification_channel_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "notification_quiet_hours" ADD CONSTRAINT "notification_quiet_hours_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;
