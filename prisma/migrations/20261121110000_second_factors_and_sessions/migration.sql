-- AlterTable
ALTER TABLE "session" ADD COLUMN "revoked_reason" TEXT,
    ADD COLUMN "idle_seconds" INTEGER NOT NULL DEFAULT 1800,
    ADD COLUMN "amr" TEXT[] DEFAULT ARRAY[]::TEXT[],
    ADD COLUMN "auth_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    ADD COLUMN "mfa_at" TIMESTAMPTZ(3),
    ADD COLUMN "device_id" TEXT,
    ADD COLUMN "is_new_device" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "second_factor" (
    "id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "method" TEXT NOT NULL,
    "secret_sealed" TEXT,
    "last_step" BIGINT NOT NULL DEFAULT 0,
    "confirmed_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "second_factor_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "passkey" (
    "id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "credential_id" TEXT NOT NULL,
    "public_key" BYTEA NOT NULL,
    "counter" BIGINT NOT NULL DEFAULT 0,
    "transports" TEXT[],
    "device_type" TEXT NOT NULL,
    "backed_up" BOOLEAN NOT NULL,
    "last_used_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "passkey_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "backup_code" (
    "id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "selector" TEXT NOT NULL,
    "code_hash" TEXT NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "backup_code_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "auth_challenge" (
    "id" TEXT NOT NULL,
    "token_hash" TEXT,
    "user_id" TEXT,
    "purpose" TEXT NOT NULL,
    "session_id" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "code_method" TEXT,
    "code_hash" TEXT,
    "codes_sent" INTEGER NOT NULL DEFAULT 0,
    "target_sealed" TEXT,
    "webauthn_challenge" TEXT,
    "remember" BOOLEAN NOT NULL DEFAULT false,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "consumed_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "auth_challenge_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "known_device" (
    "id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "known_device_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "factor_reset" (
    "id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "requested_by" TEXT,
    "reason" TEXT NOT NULL,
    "cancel_token_hash" TEXT NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "cancelled_at" TIMESTAMPTZ(3),
    "done_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "factor_reset_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "security_policy" (
    "id" BOOLEAN NOT NULL DEFAULT true,
    "required_roles" "role"[],
    "max_sessions" INTEGER NOT NULL DEFAULT 30,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "security_policy_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "second_factor_user_id_method_key" ON "second_factor"("user_id", "method");

-- CreateIndex
CREATE UNIQUE INDEX "passkey_credential_id_key" ON "passkey"("credential_id");

-- CreateIndex
CREATE INDEX "passkey_user_id_idx" ON "passkey"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "backup_code_user_id_selector_key" ON "backup_code"("user_id", "selector");

-- CreateIndex
CREATE UNIQUE INDEX "auth_challenge_token_hash_key" ON "auth_challenge"("token_hash");

-- CreateIndex
CREATE INDEX "auth_challenge_user_id_idx" ON "auth_challenge"("user_id");

-- CreateIndex
CREATE INDEX "auth_challenge_session_id_idx" ON "auth_challenge"("session_id");

-- CreateIndex
CREATE INDEX "auth_challenge_expires_at_idx" ON "auth_challenge"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "known_device_user_id_token_hash_key" ON "known_device"("user_id", "token_hash");

-- CreateIndex
CREATE UNIQUE INDEX "factor_reset_cancel_token_hash_key" ON "factor_reset"("cancel_token_hash");

-- CreateIndex
CREATE INDEX "factor_reset_user_id_idx" ON "factor_reset"("user_id");

-- CreateIndex
CREATE INDEX "factor_reset_due_at_idx" ON "factor_reset"("due_at");

-- AddForeignKey
ALTER TABLE "second_factor" ADD CONSTRAINT "second_factor_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "passkey" ADD CONSTRAINT "passkey_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "backup_code" ADD CONSTRAINT "backup_code_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "auth_challenge" ADD CONSTRAINT "auth_challenge_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "auth_challenge" ADD CONSTRAINT "auth_challenge_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "session"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "known_device" ADD CONSTRAINT "known_device_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "factor_reset" ADD CONSTRAINT "factor_reset_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma has no words for.
ALTER TABLE "second_factor" ADD CONSTRAINT "second_factor_method_known" CHECK (method IN ('totp', 'sms', 'email'));
ALTER TABLE "auth_challenge" ADD CONSTRAINT "auth_challenge_attempts_bounded" CHECK (attempts BETWEEN 0 AND 5);
ALTER TABLE "security_policy" ADD CONSTRAINT "security_policy_one_row" CHECK (id);
ALTER TABLE "security_policy" ADD CONSTRAINT "security_policy_max_sessions_sane" CHECK (max_sessions BETWEEN 1 AND 1000);
INSERT INTO "security_policy" (id, required_roles) VALUES (true, ARRAY[]::role[]);

-- Whoever ends a session, in whatever way: the worker hears of it at the commit and tells the open page.
CREATE FUNCTION announce_session_end() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE gone session%ROWTYPE;
BEGIN
  gone := OLD;
  PERFORM pg_notify('session_ended', json_build_object('userId', gone.user_id, 'sessionId', gone.id,
    'reason', CASE WHEN TG_OP = 'UPDATE' THEN coalesce(NEW.revoked_reason, 'ended') ELSE 'ended' END)::text);
  RETURN NULL;
END $$;
CREATE TRIGGER session_ended AFTER UPDATE OF revoked_at ON "session" FOR EACH ROW
  WHEN (OLD.revoked_at IS NULL AND NEW.revoked_at IS NOT NULL) EXECUTE FUNCTION announce_session_end();
CREATE TRIGGER session_deleted AFTER DELETE ON "session" FOR EACH ROW
  WHEN (OLD.revoked_at IS NULL) EXECUTE FUNCTION announce_session_end();
