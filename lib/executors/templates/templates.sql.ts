import { narrow, statement } from "@/lib/db/statement";
import type { ExecutorSettings } from "@/lib/executors/contract";

export const lockTemplateToFollow = statement({
  reason: "Locks the row.",
  text: `
    SELECT t.owner_id = $3 OR u.role::text = ANY($4) AS "isOpen" FROM executor_template t JOIN app_user u
      ON u.id = t.owner_id
    WHERE t.id = $1 AND ($2::text IS NULL OR t.owner_id = $2) FOR SHARE OF t`,
  columns: {
    isOpen: "bool",
  },
});

export const findLiveSettings = statement({
  reason: "Joins the version that a column names.",
  text: `
    SELECT t.id, v.version, v.settings FROM executor_template t
    JOIN executor_template_version v ON v.template_id = t.id AND v.version = t.live_version WHERE t.id = $1`,
  columns: {
    id: "text",
    version: "int4",
    settings: narrow<ExecutorSettings>("jsonb"),
  },
});

export const listChoices = statement({
  reason: "Orders and names by conditions on two tables.",
  text: `
    SELECT t.id, CASE WHEN t.owner_id = $4 THEN t.name ELSE t.name || ' (' || u.name || ')' END AS name
    FROM executor_template t JOIN app_user u ON u.id = t.owner_id
    WHERE ($1::text IS NULL OR t.owner_id = $1) AND ($2::text IS NULL OR t.owner_id = $2 OR u.role::text = ANY($3))
    ORDER BY t.name, t.id LIMIT 500`,
  columns: {
    id: "text",
    name: "text",
  },
});

export const findVersion = statement({
  reason: "Reads JSON of a known shape; shared with roll-outs.",
  text: `
    SELECT template_id AS id, version, settings FROM executor_template_version WHERE template_id = $1
      AND version = $2`,
  columns: {
    id: "text",
    version: "int4",
    settings: narrow<ExecutorSettings>("jsonb"),
  },
});

export const lockTemplate = statement({
  reason: "Locks the row.",
  text: "SELECT 1 FROM executor_template t WHERE t.id = $1 AND ($2::text IS NULL OR t.owner_id = $2) FOR UPDATE",
  columns: { "?column?": "int4" },
});

/** Parameters: one id or null, the owner or null, the last id of the page before or null, the most rows. */
export const listTemplateRows = statement({
  reason: "Joins the version that a column names, and counts the executors in the same round trip.",
  text: `
    SELECT t.id, t.name, t.owner_id AS "ownerId", u.name AS "ownerName", t.version, t.live_version AS "liveVersion",
      v.settings, t.created_at AS "createdAt",
      (SELECT count(*)::int FROM executor e WHERE e.template_id = t.id AND e.revoked_at IS NULL) AS executors
    FROM executor_template t
    JOIN executor_template_version v ON v.template_id = t.id AND v.version = t.version
    JOIN app_user u ON u.id = t.owner_id
    WHERE ($1::text IS NULL OR t.id = $1) AND ($2::text IS NULL OR t.owner_id = $2) AND ($3::text IS NULL
      OR t.id < $3)
    ORDER BY t.id DESC LIMIT $4`,
  columns: {
    id: "text",
    name: "text",
    ownerId: "text",
    ownerName: "text",
    version: "int4",
    liveVersion: "int4",
    settings: narrow<ExecutorSettings>("jsonb"),
    createdAt: "timestamptz",
    executors: "int4",
  },
});
