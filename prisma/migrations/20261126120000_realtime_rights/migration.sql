-- What allowed a socket to subscribe: written when a channel is signed, read once when the socket subscribes.
CREATE UNLOGGED TABLE "realtime_grant" (
    "socket_id" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "holder_kind" TEXT NOT NULL,
    "holder_id" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "proof" TEXT,
    "address" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "realtime_grant_pkey" PRIMARY KEY ("socket_id", "channel")
);
CREATE INDEX "realtime_grant_created_at_idx" ON "realtime_grant"("created_at");

-- Announces at the commit that a right may have ended, so that no use case can forget to. The payload says whose:
-- `session:<id>`, `token:<id>`, `executor:<id>`, `user:<id>`, `server:<id>`, or `all`.
CREATE FUNCTION announce_right_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_ARGV[0] = 'all' THEN
    PERFORM pg_notify('right_changed', 'all');
  ELSE
    PERFORM pg_notify('right_changed', TG_ARGV[0] || ':' || (to_jsonb(OLD) ->> TG_ARGV[1]));
  END IF;
  RETURN NULL;
END $$;

-- Every request moves the idle deadline on; only what ends a session earlier is a change.
CREATE TRIGGER session_right_changed AFTER UPDATE ON "session" FOR EACH ROW
  WHEN (OLD.revoked_at IS DISTINCT FROM NEW.revoked_at OR NEW.idle_expires_at < OLD.idle_expires_at
    OR OLD.absolute_expires_at <> NEW.absolute_expires_at OR OLD.user_id <> NEW.user_id
    OR OLD.scope_server_id IS DISTINCT FROM NEW.scope_server_id)
  EXECUTE FUNCTION announce_right_change('session', 'id');
CREATE TRIGGER session_right_deleted AFTER DELETE ON "session" FOR EACH ROW
  EXECUTE FUNCTION announce_right_change('session', 'id');

CREATE TRIGGER token_right_changed AFTER UPDATE OF "token_hash", "previous_hash", "previous_expires_at", "expires_at",
  "revoked_at", "scopes", "server_ids", "addresses", "user_id" ON "api_token" FOR EACH ROW
  EXECUTE FUNCTION announce_right_change('token', 'id');
CREATE TRIGGER token_right_deleted AFTER DELETE ON "api_token" FOR EACH ROW
  EXECUTE FUNCTION announce_right_change('token', 'id');

CREATE TRIGGER user_right_changed AFTER UPDATE OF "role", "disabled_at" ON "app_user" FOR EACH ROW
  WHEN (OLD.role <> NEW.role OR OLD.disabled_at IS DISTINCT FROM NEW.disabled_at)
  EXECUTE FUNCTION announce_right_change('user', 'id');
CREATE TRIGGER user_right_deleted AFTER DELETE ON "app_user" FOR EACH ROW
  EXECUTE FUNCTION announce_right_change('user', 'id');

-- Without its second factor a role that needs one may do nothing.
CREATE TRIGGER factor_right_deleted AFTER DELETE ON "second_factor" FOR EACH ROW
  EXECUTE FUNCTION announce_right_change('user', 'user_id');
CREATE TRIGGER passkey_right_deleted AFTER DELETE ON "passkey" FOR EACH ROW
  EXECUTE FUNCTION announce_right_change('user', 'user_id');
CREATE TRIGGER policy_right_changed AFTER UPDATE OF "required_roles" ON "security_policy" FOR EACH ROW
  EXECUTE FUNCTION announce_right_change('all');

CREATE TRIGGER server_right_changed AFTER UPDATE OF "owner_id" ON "server" FOR EACH ROW
  WHEN (OLD.owner_id <> NEW.owner_id) EXECUTE FUNCTION announce_right_change('server', 'id');
CREATE TRIGGER server_right_deleted AFTER DELETE ON "server" FOR EACH ROW
  EXECUTE FUNCTION announce_right_change('server', 'id');
CREATE TRIGGER member_right_changed AFTER UPDATE OF "permissions" ON "server_member" FOR EACH ROW
  EXECUTE FUNCTION announce_right_change('server', 'server_id');
CREATE TRIGGER member_right_deleted AFTER DELETE ON "server_member" FOR EACH ROW
  EXECUTE FUNCTION announce_right_change('server', 'server_id');

CREATE TRIGGER executor_right_changed AFTER UPDATE OF "secret_hash", "previous_hash", "previous_until", "expires_at",
  "revoked_at", "addresses", "owner_id" ON "executor" FOR EACH ROW
  EXECUTE FUNCTION announce_right_change('executor', 'id');
CREATE TRIGGER executor_right_deleted AFTER DELETE ON "executor" FOR EACH ROW
  EXECUTE FUNCTION announce_right_change('executor', 'id');
-- Hosted Pusher can only close the connections of a person: whose they are is said as well.
CREATE TRIGGER server_owner_right_changed AFTER UPDATE OF "owner_id" ON "server" FOR EACH ROW
  WHEN (OLD.owner_id <> NEW.owner_id) EXECUTE FUNCTION announce_right_change('user', 'owner_id');
CREATE TRIGGER member_user_right_changed AFTER UPDATE OF "permissions" ON "server_member" FOR EACH ROW
  EXECUTE FUNCTION announce_right_change('user', 'user_id');
CREATE TRIGGER member_user_right_deleted AFTER DELETE ON "server_member" FOR EACH ROW
  EXECUTE FUNCTION announce_right_change('user', 'user_id');
