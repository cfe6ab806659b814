-- A confirmation belongs to the sign-up it was mailed for: a digest of the password that was in force then.
ALTER TABLE "email_link" ADD COLUMN "binding" TEXT;

-- Where a text message went, as a keyed hash: the limit per telephone counts over all accounts.
ALTER TABLE "auth_challenge" ADD COLUMN "destination_hash" TEXT;
CREATE INDEX "auth_challenge_destination_hash_idx" ON "auth_challenge"("destination_hash");
