-- Addresses and numbers are confirmed by a code before notices go there: otherwise anyone with an account could have the
-- panel write to somebody else.
ALTER TABLE "notification_channel"
  ADD COLUMN "code_sealed" TEXT,
  ADD COLUMN "code_tries" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "code_until" TIMESTAMPTZ(3);
