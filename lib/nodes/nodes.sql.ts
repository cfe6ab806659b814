import { narrow, statement } from "@/lib/db/statement";
import { rowLock } from "@/lib/db/statement-kinds.sql";
import type { IsolationRecord, ProofRecord, ReachableDestination } from "./contract";

export const lockNode = rowLock("node");

/** One node by id, or all of them; $2: with what is known of its health. */
export const listEngineNodes = statement({
  reason: "Part of every run, and of loops of the worker.",
  text: `
    SELECT id, name, docker_host AS "dockerHost", engine_error AS "engineError", engine_seen_at AS "engineSeenAt",
      CASE WHEN $2::bool THEN disk END AS disk, CASE WHEN $2::bool THEN isolation END AS isolation,
      CASE WHEN $2::bool THEN isolation_proof END AS proof
    FROM node WHERE $1::text IS NULL OR id = $1 ORDER BY name`,
  columns: {
    id: "text",
    name: "text",
    dockerHost: "text?",
    engineError: "text?",
    engineSeenAt: "timestamptz?",
    disk: narrow<unknown>("jsonb?"),
    isolation: narrow<unknown>("jsonb?"),
    proof: narrow<unknown>("jsonb?"),
  },
});

/** The version, or the error of an engine that did not answer. */
export const recordHealth = statement({
  reason: "Runs every five seconds for each node.",
  text: `
    UPDATE node SET engine_version = coalesce($2, engine_version), engine_error = $3,
      engine_seen_at = CASE WHEN $3::text IS NULL THEN now() ELSE engine_seen_at END WHERE id = $1`,
});

/** What a round of the isolation compares with the machine. */
export const readIsolation = statement({
  reason: "A loop of the worker.",
  text: `
    SELECT reachable, isolation, isolation_proof AS proof, proof_asked_at IS NOT NULL AS asked,
           (SELECT coalesce(json_agg(json_build_object('start', port_start, 'end', port_end)), '[]')
            FROM address WHERE node_id = node.id) AS ranges
    FROM node WHERE id = $1`,
  columns: {
    reachable: narrow<ReachableDestination[]>("jsonb"),
    isolation: narrow<IsolationRecord>("jsonb?"),
    proof: narrow<ProofRecord>("jsonb?"),
    asked: "bool",
    ranges: narrow<{ start: number; end: number }[]>("json"),
  },
});

/** The disk, the state of the isolation, or the proof, which answers the request for one; null changes nothing. */
export const recordFindings = statement({
  reason: "Loops of the worker.",
  text: `
    UPDATE node SET disk = coalesce($2, disk), isolation = coalesce($3, isolation),
      isolation_proof = coalesce($4, isolation_proof),
      proof_asked_at = CASE WHEN $4::jsonb IS NULL THEN proof_asked_at END WHERE id = $1`,
});
