-- A port that another program took from a server stays its home: the server comes back to it.
ALTER TABLE "port" ADD COLUMN "home_of" TEXT, ADD COLUMN "home_name" TEXT;
CREATE INDEX "port_home_of_idx" ON "port"("home_of") WHERE home_of IS NOT NULL;

-- The address that the owner was last informed of, the one before, and when it changed.
ALTER TABLE "server" ADD COLUMN "told_address" TEXT,
  ADD COLUMN "previous_address" TEXT,
  ADD COLUMN "address_changed_at" TIMESTAMPTZ(3);
UPDATE "server" SET "told_address" = public_address || ':' || game_port WHERE game_port IS NOT NULL;
