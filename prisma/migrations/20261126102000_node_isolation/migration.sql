-- Whether customers' containers are kept from the machine and from private networks, what they may reach all the same,
-- and when an administrator asked for a new proof.
ALTER TABLE "node" ADD COLUMN "isolation" JSONB,
  ADD COLUMN "isolation_proof" JSONB,
  ADD COLUMN "proof_asked_at" TIMESTAMPTZ(3),
  ADD COLUMN "reachable" JSONB NOT NULL DEFAULT '[]';
