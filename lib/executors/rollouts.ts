import type { Actor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import { recordAudit } from "@/lib/audit/record-audit";
import { coreErrors } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { brokenConstraint } from "@/lib/db/errors";
import { type Sql, sql, type Tx, transaction } from "@/lib/db/transaction";
import { announceConfig, applyLayers } from "./apply-config";
import type { ExecutorConfig, ExecutorSettings, RolloutView } from "./contract";
import { executorErrors } from "./errors";
import { nextRolloutStep, shareOf } from "./rollout-rules";
import { loadTemplate } from "./templates";

/**
 * Rolls a template's newest version out to its executors, a share at a time; the worker advances it every second. An
 * executor of the share fails when it is unwell or fell silent with the version, see {@link countShare}.
 */
type Row = {
  id: string;
  templateId: string;
  fromVersion: number;
  toVersion: number;
  stages: number[];
  stage: number;
  soakSeconds: number;
  maxFailures: number;
  state: "running" | "halted" | "done" | "rolled_back";
  reason: string | null;
  members: number;
  given: number;
  applied: number;
  stageStartedAt: Date | null;
  stageAgeSeconds: number | null;
  unwellBefore: string[];
  createdAt: Date;
  finishedAt: Date | null;
};
const select = `SELECT members, given, applied, id, template_id AS "templateId", from_version AS "fromVersion", to_version AS "toVersion", stages, stage,
  soak_seconds AS "soakSeconds", max_failures AS "maxFailures", state, reason, created_at AS "createdAt",
  finished_at AS "finishedAt", unwell_before AS "unwellBefore", stage_started_at AS "stageStartedAt",
  extract(epoch FROM now() - stage_started_at)::float8 AS "stageAgeSeconds" FROM executor_rollout r
  CROSS JOIN LATERAL (
    SELECT count(*)::int AS members, count(*) FILTER (WHERE e.template_version = r.to_version)::int AS given,
           count(*) FILTER (WHERE e.template_version = r.to_version AND e.applied_version >= e.config_version)::int AS applied
    FROM executor e WHERE e.template_id = r.template_id AND e.revoked_at IS NULL) AS reached`;

function viewOf({
  stageAgeSeconds: _age,
  stageStartedAt: _started,
  unwellBefore: _unwell,
  soakSeconds: _soak,
  maxFailures: _max,
  ...row
}: Row): RolloutView {
  return { ...row, createdAt: row.createdAt.toISOString(), finishedAt: row.finishedAt?.toISOString() ?? null };
}

async function loadRow(db: Sql, templateId: string, id: string, lock: string): Promise<Row> {
  const row = await db.row<Row>(`${select} WHERE id = $1 AND template_id = $2 ${lock}`, [id, templateId]);
  if (!row) throw coreErrors.not_found({ detail: "There is no such roll-out." });
  return row;
}

export type NewRollout = { stages: number[]; soakSeconds: number; maxFailures: number };

/** Changes executors, and so needs `executor.manage` beside the template's own permission. */
export async function startRollout(actor: Actor, templateId: string, input: NewRollout): Promise<RolloutView> {
  authorise(actor, "executor.manage");
  return transaction(async (tx) => {
    const template = await loadTemplate(actor, templateId, "executor_template.manage", tx, true);
    const id = newId("executorRollout");
    try {
      await tx.run(
        `INSERT INTO executor_rollout (id, template_id, from_version, to_version, stages, soak_seconds, max_failures, created_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [
          id,
          templateId,
          template.liveVersion,
          template.version,
          input.stages,
          input.soakSeconds,
          input.maxFailures,
          actor.userId,
        ],
      );
    } catch (cause) {
      if (brokenConstraint(cause) === "executor_rollout_one_running_idx")
        throw executorErrors.rollout_running({ cause });
      throw cause;
    }
    const event = {
      action: "executor_template.rollout_started",
      targetKind: "executor_template",
      targetId: templateId,
    };
    await recordAudit(tx, actor, { ...event, detail: { rolloutId: id, toVersion: template.version } });
    return viewOf(await loadRow(tx, templateId, id, ""));
  });
}

export async function listRollouts(actor: Actor, templateId: string): Promise<RolloutView[]> {
  await loadTemplate(actor, templateId, "executor_template.read");
  const rows = await sql().rows<Row>(`${select} WHERE template_id = $1 ORDER BY id DESC LIMIT 50`, [templateId]);
  return rows.map(viewOf);
}

/**
 * Gives every executor of the template the version before again; needs `executor.manage` too. Repeating it does
 * nothing.
 */
export async function rollBack(actor: Actor, templateId: string, id: string): Promise<RolloutView> {
  authorise(actor, "executor.manage");
  let announced: [string, number][] = [];
  const view = await transaction(async (tx) => {
    announced = [];
    await loadTemplate(actor, templateId, "executor_template.manage", tx, true);
    const row = await loadRow(tx, templateId, id, "FOR UPDATE OF r");
    if (row.state === "rolled_back") return viewOf(row);
    const moved = { ...row, toVersion: row.fromVersion, fromVersion: row.toVersion };
    announced = await moveExecutors(tx, moved, 100, "roll-back");
    await tx.run("UPDATE executor_rollout SET state = 'rolled_back', finished_at = now() WHERE id = $1", [id]);
    await tx.run("UPDATE executor_template SET live_version = $2 WHERE id = $1", [templateId, row.fromVersion]);
    const event = { action: "executor_template.rolled_back", targetKind: "executor_template", targetId: templateId };
    await recordAudit(tx, actor, { ...event, detail: { rolloutId: id, toVersion: row.fromVersion } });
    return viewOf(await loadRow(tx, templateId, id, ""));
  });
  for (const [executorId, version] of announced) await announceConfig(executorId, version);
  return view;
}

/** One step of every roll-out that is running; any number of workers may do this. */
export async function moveRollouts(): Promise<void> {
  const running = await sql().rows<{ id: string }>("SELECT id FROM executor_rollout WHERE state = 'running' LIMIT 100");
  for (const { id } of running) {
    const announced = await transaction((tx) => moveOne(tx, id));
    for (const [executorId, version] of announced) await announceConfig(executorId, version);
  }
}

async function moveOne(tx: Tx, id: string): Promise<[string, number][]> {
  const row = await tx.row<Row>(`${select} WHERE id = $1 AND state = 'running' FOR UPDATE OF r SKIP LOCKED`, [id]);
  if (!row) return [];
  const { failures, unapplied } = await countShare(tx, row);
  const step = nextRolloutStep({ ...row, failures, unapplied, isLastStage: row.stage >= row.stages.length - 1 });
  if (step === "apply") {
    await noteUnwell(tx, row);
    return moveExecutors(tx, row, row.stages[row.stage] ?? 100, "roll-out");
  }
  if (step === "advance") {
    await tx.run("UPDATE executor_rollout SET stage = stage + 1, stage_started_at = NULL WHERE id = $1", [id]);
  }
  if (step === "halt") {
    const reason =
      failures > row.maxFailures
        ? `${failures} of the executors that got version ${row.toVersion} failed.`
        : `${unapplied} executors did not apply version ${row.toVersion}, though they are online.`;
    await tx.run("UPDATE executor_rollout SET state = 'halted', reason = $2, finished_at = now() WHERE id = $1", [
      id,
      reason,
    ]);
  }
  if (step === "finish") {
    // In this order: an executor that begins to follow the template locks its row until it is a member, or comes after.
    await tx.run("UPDATE executor_template SET live_version = $2 WHERE id = $1", [row.templateId, row.toVersion]);
    await tx.run("UPDATE executor_rollout SET state = 'done', finished_at = now() WHERE id = $1", [id]);
    // Those that joined while the last share was watched started with the version before.
    return moveExecutors(tx, row, 100, "roll-out");
  }
  return [];
}

/** SQL: an executor `e` reports an error, or that it is degraded (a full disk, a refused configuration). */
const isUnwell = "e.status IN ('error', 'degraded')";

/**
 * Begins the share and records which executors are unwell before they get the version; records of earlier shares stay.
 */
async function noteUnwell(tx: Tx, { id, templateId, toVersion }: Row): Promise<void> {
  await tx.run(
    `UPDATE executor_rollout r SET stage_started_at = now(), unwell_before = ARRAY(
       SELECT e.id FROM executor e WHERE e.template_id = $2 AND e.revoked_at IS NULL
         AND CASE WHEN e.template_version = $3 THEN e.id = ANY(r.unwell_before) ELSE coalesce(${isUnwell}, false) END)
     WHERE r.id = $1`,
    [id, templateId, toVersion],
  );
}

/**
 * Of the executors that got the version: how many failed, and how many are online and have not applied it yet. Failed
 * is one that is unwell and was not before it got the version, lost its bridge, had a command fail, or was online when
 * the roll-out or the share began and fell silent; one that was offline long before is no evidence about the version.
 */
async function countShare(tx: Tx, row: Row): Promise<{ failures: number; unapplied: number }> {
  const counted = await tx.row<{ failures: number; unapplied: number }>(
    `WITH share AS (
       SELECT e.id, ${isUnwell} AND NOT e.id = ANY($5) AS is_unwell, e.applied_version, e.config_version, e.last_seen_at, e.metrics,
              make_interval(secs => 0.003 * (e.config->>'heartbeatIntervalMs')::float8) AS patience
       FROM executor e WHERE e.template_id = $1 AND e.template_version = $2 AND e.revoked_at IS NULL),
     judged AS (
       SELECT applied_version, config_version, last_seen_at, patience, is_unwell,
              coalesce((metrics->>'bridgeConnected')::float8, 1) = 0 AND EXISTS (
                SELECT 1 FROM executor_sample s WHERE s.executor_id = share.id AND s.at < $3::timestamptz
                  AND s.at > $3::timestamptz - interval '1 hour' AND (s.metrics->>'bridgeConnected')::float8 = 1) AS lost_bridge,
              EXISTS (SELECT 1 FROM executor_command c WHERE c.executor_id = share.id AND c.state = 'failed'
                AND c.acked_at >= $3::timestamptz AND c.finished_at >= $3::timestamptz) AS has_failed
       FROM share)
     SELECT count(*) FILTER (WHERE (applied_version >= config_version AND last_seen_at >= $4::timestamptz - patience
                                   AND (is_unwell OR lost_bridge OR has_failed OR last_seen_at < now() - patience))
                               OR (last_seen_at >= $3::timestamptz - patience AND last_seen_at < now() - patience))::int AS failures,
            count(*) FILTER (WHERE applied_version < config_version AND last_seen_at >= now() - patience)::int AS unapplied
     FROM judged`,
    [row.templateId, row.toVersion, row.stageStartedAt, row.createdAt, row.unwellBefore],
  );
  return counted ?? { failures: 0, unapplied: 0 };
}

/**
 * The share of the template's executors, always the same ones first, to the version; what to announce after the commit.
 */
async function moveExecutors(
  tx: Tx,
  row: Pick<Row, "templateId" | "toVersion">,
  percent: number,
  cause: "roll-out" | "roll-back",
): Promise<[string, number][]> {
  const settings = await tx.row<{ settings: ExecutorSettings }>(
    "SELECT settings FROM executor_template_version WHERE template_id = $1 AND version = $2",
    [row.templateId, row.toVersion],
  );
  const members = await tx.rows<Member>(
    `SELECT id, overrides, config, config_version AS "configVersion", template_version AS "templateVersion" FROM executor
     WHERE template_id = $1 AND revoked_at IS NULL ORDER BY md5(id) FOR UPDATE`,
    [row.templateId],
  );
  const template = { id: row.templateId, version: row.toVersion, settings: settings?.settings ?? {} };
  const announced: [string, number][] = [];
  for (const member of members.slice(0, shareOf(members.length, percent))) {
    if (member.templateVersion === row.toVersion) continue;
    const { id: executorId, configVersion, overrides, config: before } = member;
    const layers = { executorId, configVersion, before, template, overrides, cause, authorId: null };
    const version = await applyLayers(tx, layers);
    if (version !== null) announced.push([executorId, version]);
  }
  return announced;
}

type Member = {
  id: string;
  overrides: ExecutorSettings;
  config: ExecutorConfig;
  configVersion: number;
  templateVersion: number | null;
};
