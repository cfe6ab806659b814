import { transaction } from "@/lib/db/transaction";
import { monitoringErrors } from "../errors";
import { recordMachineEvent } from "../machines/machine-events";
import { metricCount, metrics, metricsOf, placeOf, sampleSeconds } from "../metrics/contract";
import { publishReadings } from "../publication/publish-readings";
import type { MetricsBody } from "../samples/contract";
import { judgeTime, shiftOf, skewOf } from "../samples/decide-times";
import { sampleQueue } from "../samples/sample-queue";
import { noSampleAt, type Sample } from "../samples/store-samples";
import { lockMachine } from "./agents.sql";
import type { CallingAgent } from "./authenticate-agent";
import { agentVersion } from "./program";
import { recentSkews } from "./recent-skews";

export type MetricsAnswer = {
  serverTime: string;
  stored: number;
  refused: number;
  intervalSeconds: number;
  watchSeconds: number;
  programVersion: string;
};

const machineNames = metricsOf("machine").map(({ name }) => name);

/** Stores a batch of an agent. Answers after the commit; the same batch again changes nothing. */
export async function takeMetrics(agent: CallingAgent, body: MetricsBody, now = new Date()): Promise<MetricsAnswer> {
  if (body.bootId !== agent.bootId || body.fingerprint !== agent.fingerprint) await admitStart(agent, body);
  const measuredMs = body.sentAt - now.getTime();
  const skewMs = skewOf(measuredMs, agent.skewMs, recentSkews(agent.id, measuredMs));
  const names = typeof body.metrics === "number" ? machineNames.slice(0, body.metrics) : body.metrics;
  const places = names.map(placeOf);
  const samples = samplesOf(agent.subject, body.samples, { places, skewMs });
  const kept = samples.filter(({ atMs }) => judgeTime(atMs, now.getTime()) === "stored");
  const newest = Math.max(...kept.map(({ atMs }) => atMs));
  if (kept.length > 0) await sampleQueue.add(kept);
  else await recordCall(agent.subject, skewMs, now);
  if (body.facts || body.version !== agent.version) await saveFacts(agent.id, body);
  const watchSeconds = agent.watchSeconds ?? 0;
  if (watchSeconds > 0) {
    const live = samplesOf(agent.subject, body.live, { places, skewMs, slotMs: 1_000 });
    publishReadings({ kind: "machine", resourceId: agent.id }, [
      ...kept.filter(({ atMs }) => atMs === newest),
      ...live,
    ]);
  }
  return {
    serverTime: now.toISOString(),
    stored: kept.length,
    refused: samples.length - kept.length,
    intervalSeconds: sampleSeconds,
    watchSeconds,
    programVersion: await agentVersion(),
  };
}

type Shape = { places: readonly (number | undefined)[]; skewMs: number; slotMs?: number };

/**
 * Rows as they are stored: readings at their places, rounded to the step of their metric. Each time is the begin of its slot
 * of ten seconds, so that an hour has at most 360 samples, whatever an agent sends. Pure.
 */
export function samplesOf(subject: number, rows: MetricsBody["samples"], shape: Shape): Sample[] {
  const { places, skewMs, slotMs = sampleSeconds * 1000 } = shape;
  const shiftMs = shiftOf(skewMs);
  return rows.map(([at, ...values]) => {
    const readings = new Float32Array(metricCount).fill(Number.NaN);
    for (const [index, value] of values.entries()) {
      const place = places[index];
      // Beyond this a whole number is not exact, and no figure of a machine.
      if (place === undefined || typeof value !== "number" || Math.abs(value) > Number.MAX_SAFE_INTEGER) continue;
      const { step } = metrics[place] ?? { step: 1 };
      readings[place] = Math.round(value / step) * step;
    }
    return { subject, atMs: Math.floor((at ?? Number.NaN) / slotMs) * slotMs - shiftMs, readings, skewMs };
  });
}

/**
 * A call that brought nothing to store, for example since the clock is far ahead: the machine is not offline, and the page
 * and the alert rules see its clock.
 */
async function recordCall(subject: number, skewMs: number, receivedAt: Date): Promise<void> {
  await transaction(async (tx) => {
    // No upsert: it reads the row, and Prisma Client cannot read arrays with nulls.
    const { count } = await tx.prisma.metricLatest.updateMany({ where: { subject }, data: { receivedAt, skewMs } });
    if (count > 0) return;
    const data = { subject, at: noSampleAt, receivedAt, skewMs, readings: [] };
    await tx.prisma.metricLatest.createMany({ data, skipDuplicates: true });
  });
}

const mostBoots = 20;
/** The version whose fingerprint had the host name in it: the next one of the same machine has another. */
const nameInFingerprint = "1.0.0";
const startEventsMs = 10 * 60_000;

/**
 * A start that was not seen before takes over. A call of an earlier one, or from another machine, comes from a copy: it is
 * refused, and the machine's page shows it.
 */
async function admitStart(agent: CallingAgent, { bootId, fingerprint, version }: MetricsBody): Promise<void> {
  const isCopy = await transaction(async (tx) => {
    await tx.row(lockMachine, [agent.id]);
    const row = await tx.prisma.machine.findUniqueOrThrow({ where: { id: agent.id } });
    if (row.bootId === bootId && row.fingerprint === fingerprint) return false;
    const isUpgraded = row.version === nameInFingerprint && version !== nameInFingerprint;
    const isElsewhere = row.fingerprint !== null && row.fingerprint !== fingerprint && !isUpgraded;
    if (isElsewhere || row.retiredBoots.includes(bootId)) {
      if (row.copySeenAt === null || Date.now() - row.copySeenAt.getTime() > 3_600_000) {
        await recordMachineEvent(tx, agent.id, "copy", "A copy of its agent, with the same token, was refused.");
      }
      await tx.prisma.machine.update({ where: { id: agent.id }, data: { copySeenAt: new Date() } });
      return true;
    }
    const retiredBoots = [...(row.bootId === null ? [] : [row.bootId]), ...row.retiredBoots].slice(0, mostBoots);
    await tx.prisma.machine.update({ where: { id: agent.id }, data: { bootId, fingerprint, retiredBoots } });
    // An agent that is started again and again gets one line in ten minutes.
    const at = { gt: new Date(Date.now() - startEventsMs) };
    const isRepeated = await tx.prisma.machineEvent.findFirst({ where: { machineId: agent.id, kind: "start", at } });
    if (!isRepeated) await recordMachineEvent(tx, agent.id, "start", "Its agent started.");
    return false;
  });
  if (isCopy) throw monitoringErrors.agent_copied();
}

async function saveFacts(id: string, { facts, version }: MetricsBody): Promise<void> {
  await transaction((tx) =>
    tx.prisma.machine.updateMany({ where: { id }, data: { version, ...(facts ? { facts } : {}) } }),
  );
}
