-- Until when the process that works on the first request is taken to live, and whether its work was committed: a key whose
-- process died is free again, or says that the answer was lost.
ALTER TABLE "idempotency_key"
  ADD COLUMN "lease_until" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  ADD COLUMN "committed" BOOLEAN NOT NULL DEFAULT false;
