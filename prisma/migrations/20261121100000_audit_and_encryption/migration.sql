-- The audit log becomes a set of hash chains with keyed MACs and seals; encryption keys get states and rotations.

-- json keeps the text as it was written, which is what the MAC covers.
ALTER TABLE "audit_entry" ALTER COLUMN "detail" DROP DEFAULT;
ALTER TABLE "audit_entry" ALTER COLUMN "detail" TYPE JSON USING "detail"::text::json;
ALTER TABLE "audit_entry" ALTER COLUMN "detail" SET DEFAULT '{}';

ALTER TABLE "audit_entry"
  ADD COLUMN "class" TEXT NOT NULL DEFAULT 'write',
  ADD COLUMN "outcome" TEXT NOT NULL DEFAULT 'success',
  ADD COLUMN "personal_salt" BYTEA,
  ADD COLUMN "personal_hash" BYTEA,
  ADD COLUMN "before" JSON,
  ADD COLUMN "after" JSON,
  ADD COLUMN "mac_key" TEXT,
  ADD COLUMN "mac" BYTEA,
  ADD COLUMN "chain" INTEGER,
  ADD COLUMN "seq" BIGINT,
  ADD COLUMN "prev_hash" BYTEA,
  ADD COLUMN "hash" BYTEA;

CREATE UNIQUE INDEX "audit_entry_chain_seq_key" ON "audit_entry"("chain", "seq");
CREATE INDEX "audit_entry_action_id_idx" ON "audit_entry"("action", "id");
CREATE INDEX "audit_entry_ip_id_idx" ON "audit_entry"("ip", "id");
CREATE INDEX "audit_entry_at_idx" ON "audit_entry"("at");

CREATE TABLE "audit_chain" (
    "chain" SERIAL NOT NULL,
    "class" TEXT NOT NULL,
    "seq" BIGINT NOT NULL,
    "hash" BYTEA NOT NULL,
    "anchor_seq" BIGINT NOT NULL DEFAULT 0,
    "anchor_hash" BYTEA NOT NULL,

    CONSTRAINT "audit_chain_pkey" PRIMARY KEY ("chain")
);
-- A head is rewritten by every insert: room on its page keeps the updates there.
ALTER TABLE "audit_chain" SET (fillfactor = 20);

CREATE TABLE "audit_seal" (
    "seq" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "is_full" BOOLEAN NOT NULL,
    "payload" TEXT NOT NULL,
    "prev_mac" BYTEA NOT NULL,
    "mac_key" TEXT NOT NULL,
    "mac" BYTEA NOT NULL,

    CONSTRAINT "audit_seal_pkey" PRIMARY KEY ("seq")
);

-- Links an entry to a chain of its class. A head that another transaction holds is passed over; when all are held, a new
-- chain begins: nobody waits for anybody's commit, so chaining can neither queue writers nor deadlock them.
CREATE FUNCTION chain_audit_entry() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  head "audit_chain"%ROWTYPE;
BEGIN
  IF NEW.mac IS NULL OR octet_length(NEW.mac) <> 32 OR NEW.mac_key IS NULL OR NEW.personal_hash IS NULL THEN
    RAISE EXCEPTION 'an audit entry needs its MAC: write it with recordAudit';
  END IF;
  SELECT * INTO head FROM audit_chain WHERE class = NEW.class LIMIT 1 FOR UPDATE SKIP LOCKED;
  IF FOUND THEN
    NEW.prev_hash := head.hash;
    NEW.chain := head.chain;
    NEW.seq := head.seq + 1;
    NEW.hash := sha256(NEW.prev_hash || NEW.mac || int4send(NEW.chain) || int8send(NEW.seq));
    UPDATE audit_chain SET seq = NEW.seq, hash = NEW.hash WHERE chain = NEW.chain;
  ELSE
    NEW.prev_hash := decode(repeat('00', 32), 'hex');
    NEW.chain := nextval('audit_chain_chain_seq');
    NEW.seq := 1;
    NEW.hash := sha256(NEW.prev_hash || NEW.mac || int4send(NEW.chain) || int8send(NEW.seq));
    INSERT INTO audit_chain (chain, class, seq, hash, anchor_hash) VALUES (NEW.chain, NEW.class, 1, NEW.hash, NEW.prev_hash);
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER audit_entry_chain BEFORE INSERT ON "audit_entry"
  FOR EACH ROW EXECUTE FUNCTION chain_audit_entry();

-- Append-only but for three things: rows older than the chain are adopted into it once, personal data may be blanked, and
-- what lies below the chain's anchor may go. None of them can be used unseen: seals and MACs are made with a key that the
-- database does not have.
CREATE OR REPLACE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  personal CONSTANT text[] := ARRAY['ip', 'user_agent', 'personal_salt'];
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF OLD.hash IS NULL THEN RETURN NEW; END IF;
    IF NEW.ip IS NULL AND NEW.user_agent IS NULL AND NEW.personal_salt IS NULL
       AND to_jsonb(NEW) - personal = to_jsonb(OLD) - personal THEN
      RETURN NEW;
    END IF;
  ELSIF TG_OP = 'DELETE' THEN
    IF OLD.seq <= (SELECT anchor_seq FROM audit_chain c WHERE c.chain = OLD.chain) THEN RETURN OLD; END IF;
  END IF;
  RAISE EXCEPTION 'audit entries cannot be changed or removed';
END $$;

CREATE FUNCTION refuse_seal_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD.seq < (SELECT max(seq) FROM audit_seal WHERE is_full) THEN RETURN OLD; END IF;
  END IF;
  RAISE EXCEPTION 'audit seals cannot be changed or removed';
END $$;

CREATE TRIGGER audit_seal_append_only BEFORE UPDATE OR DELETE ON "audit_seal"
  FOR EACH ROW EXECUTE FUNCTION refuse_seal_change();

CREATE TRIGGER audit_seal_no_truncate BEFORE TRUNCATE ON "audit_seal"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_seal_change();

-- The panel's own role may add, read, and blank personal data; the rest is granted for the length of a maintenance
-- transaction. (A superuser is not held by grants: for it there are the triggers, and for those the seals.)
CREATE FUNCTION audit_maintenance(allow boolean) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF allow THEN
    EXECUTE format('GRANT UPDATE, DELETE ON audit_entry, audit_seal TO %I', current_user);
  ELSE
    EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON audit_entry, audit_seal FROM PUBLIC, %I', current_user);
    EXECUTE format('GRANT UPDATE (ip, user_agent, personal_salt) ON audit_entry TO %I', current_user);
  END IF;
END $$;
SELECT audit_maintenance(false);

CREATE TABLE "encryption_key" (
    "id" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'known',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "activated_at" TIMESTAMPTZ(3),
    "retired_at" TIMESTAMPTZ(3),

    CONSTRAINT "encryption_key_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "encryption_key_one_active_idx" ON "encryption_key"("state") WHERE (state = 'active');

CREATE TABLE "encryption_process" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "key_ids" TEXT[],
    "active_key_id" TEXT NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "encryption_process_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "encryption_rotation" (
    "id" TEXT NOT NULL,
    "to_key" TEXT NOT NULL,
    "is_current" BOOLEAN DEFAULT true,
    "state" TEXT NOT NULL DEFAULT 'distributing',
    "requested_by" TEXT,
    "note" TEXT,
    "progress" JSONB NOT NULL DEFAULT '{}',
    "passes" INTEGER NOT NULL DEFAULT 0,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "activated_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "encryption_rotation_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "encryption_rotation_is_current_key" ON "encryption_rotation"("is_current");
