import { narrow, statement } from "@/lib/db/statement";
import { rowLock } from "@/lib/db/statement-kinds.sql";

export const lockHosted = rowLock("hosted_resource");

/**
 * So that two creates of one person count each other. Limits of the person and of the role, where they are set.
 */
export const lockOwner = statement({
  reason: "Locks the row, and reads what the create needs of it in the same round trip.",
  name: "hosted_owner",
  text: `
    SELECT u.name, u.role::text AS role, own.max AS own, of_role.max AS "ofRole"
    FROM app_user u
    LEFT JOIN hosted_quota own ON own.user_id = u.id AND own.kind = $2
    LEFT JOIN hosted_role_quota of_role ON of_role.role = u.role::text AND of_role.kind = $2
    WHERE u.id = $1 FOR UPDATE OF u`,
  columns: { name: "text", role: "text", own: "int4?", ofRole: "int4?" },
});

/**
 * An object of an owner who has fewer than `$9` (null: no limit), at the provider `$8`, or of those of the first kind in `$7` that take new objects
 * and answered last the one with the fewest. Its creating run and the first line of its timeline commit with it; workers
 * wake at the commit. No row: no provider, or too many objects.
 */
export const insertAccepted = statement({
  reason: "One round trip for what commits together anyway: it keeps the lock on the owner short.",
  name: "hosted_accept",
  text: `
    WITH provider AS (
      SELECT p.id, p.kind, p.name, p.mode, p.endpoints, p.connection_sealed FROM hosted_provider p
      WHERE p.kind = ANY($7::text[]) AND p.accepting AND ($8::text IS NULL OR p.id = $8)
        AND ($9::int IS NULL OR (SELECT count(*) FROM hosted_resource WHERE owner_id = $3 AND kind = $2) < $9)
      ORDER BY array_position($7::text[], p.kind), p.health_error IS NOT NULL,
        (SELECT count(*) FROM hosted_resource WHERE provider_id = p.id), p.id LIMIT 1
    ), resource AS (
      INSERT INTO hosted_resource (id, kind, owner_id, provider_id, name, object_name)
      SELECT $1, $2, $3, provider.id, $4, $5 FROM provider RETURNING created_at
    ), run AS (
      INSERT INTO provisioning_run (id, resource_kind, resource_id, kind, requested_by)
      SELECT $6, $2, $1, 'create', $10 FROM provider
    ), event AS (
      INSERT INTO resource_event (resource_id, run_id, step, status, message)
      SELECT $1, $6, 'accept', 'done', 'Accepted for ' || provider.name FROM provider
    )
    SELECT provider.id, provider.kind, provider.name, provider.mode, provider.endpoints, provider.connection_sealed AS "connectionSealed",
      resource.created_at AS "createdAt", pg_notify($11, $6) FROM provider, resource`,
  columns: {
    id: "text",
    kind: "text",
    name: "text",
    mode: "text",
    endpoints: narrow<unknown>("jsonb"),
    connectionSealed: "text",
    createdAt: "timestamptz",
    pg_notify: "void",
  },
});
