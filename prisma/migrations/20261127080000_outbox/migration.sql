-- Events of the modules, written in the transaction of the change and handled after its commit.
CREATE TABLE "outbox_event" (
    "sequence" BIGSERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "not_before" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "failed_at" TIMESTAMPTZ(3),
    "error" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "outbox_event_pkey" PRIMARY KEY ("sequence")
);
CREATE INDEX "outbox_event_subject_sequence_idx" ON "outbox_event"("subject", "sequence") WHERE (failed_at IS NULL);
