import type { Actor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import { recordAudit } from "@/lib/audit/record-audit";
import { coreErrors } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { brokenConstraint } from "@/lib/db/errors";
import type { Row as RowOf } from "@/lib/db/statement";
import { type Sql, sql, type Tx, transaction } from "@/lib/db/transaction";
import { announceConfig, applyLayers } from "../config/apply-config";
import { executorErrors } from "../errors";
import { findVersion } from "../templates/template-settings";
import { loadTemplate } from "../templates/templates";
import type { RolloutView } from "./contract";
import { nextRolloutStep, shareOf } from "./rollout-rules";
import { claimRollout, judgeShare, listRolloutRows, listRunning, lockMembers, lockRollout } from "./rollouts.sql";

/**
 * Rolls a template's newest version out to its executors, a share at a time; the worker advances it every second. An
 * executor of the share fails when it is unwell or fell silent with the version, see {@link countShare}.
 */
type Row = RowOf<typeof listRolloutRows>;

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

async function loadRow(db: Sql, templateId: string, id: string): Promise<Row> {
  const row = await db.row(listRolloutRows, [templateId, id]);
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
      await tx.prisma.executorRollout.createMany({
        data: {
          id,
          templateId,
          fromVersion: template.liveVersion,
          toVersion: template.version,
          stages: input.stages,
          soakSeconds: input.soakSeconds,
          maxFailures: input.maxFailures,
          createdBy: actor.userId,
        },
      });
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
    return viewOf(await loadRow(tx, templateId, id));
  });
}

export async function listRollouts(actor: Actor, templateId: string): Promise<RolloutView[]> {
  await loadTemplate(actor, templateId, "executor_template.read", sql());
  const rows = await sql().rows(listRolloutRows, [templateId, null]);
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
    await tx.row(lockRollout, [id]);
    const row = await loadRow(tx, templateId, id);
    if (row.state === "rolled_back") return viewOf(row);
    const moved = { ...row, toVersion: row.fromVersion, fromVersion: row.toVersion };
    announced = await moveExecutors(tx, moved, 100, "roll-back");
    await end(tx, id, { state: "rolled_back" });
    await tx.prisma.executorTemplate.updateMany({ where: { id: templateId }, data: { liveVersion: row.fromVersion } });
    const event = { action: "executor_template.rolled_back", targetKind: "executor_template", targetId: templateId };
    await recordAudit(tx, actor, { ...event, detail: { rolloutId: id, toVersion: row.fromVersion } });
    return viewOf(await loadRow(tx, templateId, id));
  });
  for (const [executorId, version] of announced) await announceConfig(executorId, version);
  return view;
}

/** One step of every roll-out that is running; any number of workers may do this. */
export async function moveRollouts(): Promise<void> {
  const running = await sql().rows(listRunning);
  for (const { id } of running) {
    const announced = await transaction((tx) => moveOne(tx, id));
    for (const [executorId, version] of announced) await announceConfig(executorId, version);
  }
}

async function moveOne(tx: Tx, id: string): Promise<[string, number][]> {
  const row = await tx.row(claimRollout, [id]);
  if (!row) return [];
  const { failures, unapplied } = await countShare(tx, row);
  const step = nextRolloutStep({ ...row, failures, unapplied, isLastStage: row.stage >= row.stages.length - 1 });
  if (step === "apply") {
    await noteUnwell(tx, row);
    return moveExecutors(tx, row, row.stages[row.stage] ?? 100, "roll-out");
  }
  if (step === "advance") {
    await tx.prisma.executorRollout.updateMany({
      where: { id },
      data: { stage: { increment: 1 }, stageStartedAt: null },
    });
  }
  if (step === "halt") {
    const reason =
      failures > row.maxFailures
        ? `${failures} of the executors that got version ${row.toVersion} failed.`
        : `${unapplied} executors did not apply version ${row.toVersion}, though they are online.`;
    await end(tx, id, { state: "halted", reason });
  }
  if (step === "finish") {
    // In this order: an executor that begins to follow the template locks its row until it is a member, or comes after.
    await tx.prisma.executorTemplate.updateMany({
      where: { id: row.templateId },
      data: { liveVersion: row.toVersion },
    });
    await end(tx, id, { state: "done" });
    // Those that joined while the last share was watched started with the version before.
    return moveExecutors(tx, row, 100, "roll-out");
  }
  return [];
}

async function end(tx: Tx, id: string, result: { state: Row["state"]; reason?: string }): Promise<void> {
  await tx.prisma.executorRollout.updateMany({ where: { id }, data: { ...result, finishedAt: new Date() } });
}

/**
 * Begins the share and records which executors are unwell before they get the version; records of earlier shares stay.
 */
async function noteUnwell(tx: Tx, { id, templateId, toVersion, unwellBefore }: Row): Promise<void> {
  const members = await tx.prisma.executor.findMany({
    where: { templateId, revokedAt: null },
    select: { id: true, templateVersion: true, status: true },
  });
  const known = new Set(unwellBefore);
  const isUnwell = (member: (typeof members)[number]) =>
    member.templateVersion === toVersion
      ? known.has(member.id)
      : member.status === "error" || member.status === "degraded";
  await tx.prisma.executorRollout.updateMany({
    where: { id },
    data: { stageStartedAt: new Date(), unwellBefore: members.filter(isUnwell).map((member) => member.id) },
  });
}

/**
 * Of the executors that got the version: how many failed, and how many are online and have not applied it yet. Failed
 * is one that is unwell and was not before it got the version, lost its bridge, had a command fail, or was online when
 * the roll-out or the share began and fell silent; one that was offline long before is no evidence about the version.
 */
async function countShare(tx: Tx, row: Row): Promise<{ failures: number; unapplied: number }> {
  const counted = await tx.row(judgeShare, [
    row.templateId,
    row.toVersion,
    row.stageStartedAt,
    row.createdAt,
    row.unwellBefore,
  ]);
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
  const settings = await findVersion(tx, row.templateId, row.toVersion);
  const members = await tx.rows(lockMembers, [row.templateId]);
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
