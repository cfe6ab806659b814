-- Attempts to sign in, what the rules make of them, and what is done about it.
CREATE TABLE "sign_in_attempt" (
    "id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "account_hash" TEXT NOT NULL,
    "user_id" TEXT,
    "ip" TEXT,
    "network" TEXT,
    "country" TEXT,
    "latitude" DOUBLE PRECISION,
    "longitude" DOUBLE PRECISION,
    "outcome" TEXT NOT NULL,
    "method" TEXT NOT NULL,
    "session_id" TEXT,
    "known_device" BOOLEAN NOT NULL DEFAULT false,
    "tries" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "sign_in_attempt_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "token_network" (
    "token_id" TEXT NOT NULL,
    "network" TEXT NOT NULL,
    "country" TEXT,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "token_network_pkey" PRIMARY KEY ("token_id","network")
);

CREATE TABLE "security_signal" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "score" INTEGER NOT NULL,
    "reasons" TEXT[],
    "user_id" TEXT,
    "account_hash" TEXT,
    "networks" TEXT[],
    "session_id" TEXT,
    "token_id" TEXT,
    "response" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'open',
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "handled_by" TEXT,
    "handled_at" TIMESTAMPTZ(3),

    CONSTRAINT "security_signal_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "security_rule" (
    "kind" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL,
    "threshold" INTEGER NOT NULL,
    "window_seconds" INTEGER NOT NULL,
    "response" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "security_rule_pkey" PRIMARY KEY ("kind")
);

CREATE TABLE "network_block" (
    "id" TEXT NOT NULL,
    "measure" TEXT NOT NULL,
    "network" TEXT NOT NULL,
    "account_hash" TEXT NOT NULL,
    "user_id" TEXT,
    "reason" TEXT NOT NULL,
    "signal_id" TEXT,
    "until" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "network_block_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "detection_state" (
    "id" BOOLEAN NOT NULL DEFAULT true,
    "looked_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "detection_state_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "sign_in_attempt_at_idx" ON "sign_in_attempt"("at");

CREATE INDEX "sign_in_attempt_account_hash_at_idx" ON "sign_in_attempt"("account_hash", "at");

CREATE INDEX "sign_in_attempt_network_at_idx" ON "sign_in_attempt"("network", "at");

CREATE INDEX "sign_in_attempt_user_id_at_idx" ON "sign_in_attempt"("user_id", "at");

CREATE INDEX "token_network_first_seen_at_idx" ON "token_network"("first_seen_at");

CREATE INDEX "security_signal_kind_subject_at_idx" ON "security_signal"("kind", "subject", "at");

CREATE INDEX "security_signal_state_at_idx" ON "security_signal"("state", "at");

CREATE INDEX "network_block_until_idx" ON "network_block"("until");

CREATE UNIQUE INDEX "network_block_network_account_hash_measure_key" ON "network_block"("network", "account_hash", "measure");

ALTER TABLE "token_network" ADD CONSTRAINT "token_network_token_id_fkey" FOREIGN KEY ("token_id") REFERENCES "api_token"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- A challenge that the account's mailbox answers, where there is no factor.
ALTER TABLE "auth_challenge" ADD COLUMN "mail_stands_in" BOOLEAN NOT NULL DEFAULT false;

-- What Prisma has no words for.
ALTER TABLE "sign_in_attempt" ADD CONSTRAINT "sign_in_attempt_tries_counted" CHECK (tries > 0);
ALTER TABLE "security_signal" ADD CONSTRAINT "security_signal_score_bounded" CHECK (score BETWEEN 0 AND 100);
ALTER TABLE "security_signal" ADD CONSTRAINT "security_signal_state_known" CHECK (state IN ('open', 'dismissed', 'acted'));
ALTER TABLE "network_block" ADD CONSTRAINT "network_block_measure_known" CHECK (measure IN ('slow', 'challenge', 'block', 'lock'));
-- A row that named neither would keep everybody out, from everywhere.
ALTER TABLE "network_block" ADD CONSTRAINT "network_block_names_something" CHECK (network <> '' OR account_hash <> '');
INSERT INTO "detection_state" (id) VALUES (true);
