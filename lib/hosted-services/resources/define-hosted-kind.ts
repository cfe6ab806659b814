import { isAppError } from "@/lib/core/errors";
import type { HostedResource } from "@/lib/db/generated/client";
import { sql } from "@/lib/db/transaction";
import { runSaga } from "@/lib/provisioning/saga";
import { staffChannel, userChannel } from "@/lib/realtime/contract";
import { emitStatus } from "@/lib/workloads/publication/status-event";
import type { OpenRun, ResourceKind } from "@/lib/workloads/runs/resource-kind";
import { enqueueRun, removeTimeline } from "@/lib/workloads/runs/runs";
import type { HostedStatus } from "../contract";
import { hostedServiceErrors } from "../errors";
import { openConnection } from "../providers/open-connection";
import type { HostedContext, HostedDefinition } from "./hosted-definition";
import { hostedPlans } from "./hosted-plans";
import { type Inspection, inspectionOf } from "./inspect";

/** A kind of hosted object: how use cases name it, and how the worker does its runs. */
export type HostedKind = ResourceKind &
  Pick<HostedDefinition<unknown, unknown>, "noun" | "pages" | "providers" | "quota" | "attention"> &
  Inspection;

/** Failures that pass without a change by the owner. */
const worthWaiting = new Set(["provider_unavailable", "provider_busy", "unknown_outcome"]);

export function defineHostedKind<S, O>(definition: HostedDefinition<S, O>): HostedKind {
  const { kind, noun, pages, providers, quota, attention } = definition;
  const hosted: HostedKind = {
    kind,
    noun,
    pages,
    providers,
    quota,
    ...(attention ? { attention } : {}),
    ...inspectionOf(definition),
    busy: (options) => hostedServiceErrors.hosted_busy(options),
    publication: ({ id, ownerId }, { type, ...facts }) => ({
      channels: [userChannel(ownerId), staffChannel],
      event: type === "step" ? "hosted.step" : "hosted.status",
      data: { resourceId: id, kind, ...facts },
    }),
    openRun: async (run) => {
      const resource = await sql().prisma.hostedResource.findUnique({
        where: { id: run.resourceId },
        include: { provider: true },
      });
      const spec = resource && (await definition.loadSpec(sql(), resource));
      if (!resource || !spec) return null;
      const connected = definition.connect(await openConnection(resource.provider), resource.provider.kind);
      const context = { definition, resource, spec, provider: connected };
      return openHostedRun(hosted, run, context);
    },
  };
  return hosted;
}

function openHostedRun<S, O>(hosted: HostedKind, run: OpenRun["run"], context: HostedContext<S, O>): OpenRun {
  const { definition, resource, spec, provider } = context;
  const plan = planOf(context, run.kind);
  const where = { id: resource.id };
  return {
    run,
    resource,
    plan,
    execute: async (saga) => {
      const isWorthWaiting = (error: unknown) => plan.waits && isAppError(error) && worthWaiting.has(error.code);
      try {
        return await runSaga({ ...saga, steps: plan.steps, context, isWorthWaiting });
      } finally {
        await provider.close();
      }
    },
    status: async (db) =>
      (await db.prisma.hostedResource.findUnique({ where, select: { status: true } }))?.status ?? null,
    setOutcome: async (tx, status: HostedStatus, failure) => {
      const failed = { failureCode: failure?.code ?? null, failureMessage: failure?.message ?? null };
      await tx.prisma.hostedResource.updateMany({ where, data: { status, before: null, ...failed } });
    },
    remove: (tx) => removeHosted(tx, resource),
    beginFollowUp: async (tx, kind, options) => {
      const row = await tx.prisma.hostedResource.findUnique({ where, select: { status: true } });
      if (!row) return null;
      await tx.prisma.hostedResource.updateMany({ where, data: { before: null } });
      await enqueueRun(tx, hosted, { resource, nodeId: null, kind, actor: null, options });
      return row.status;
    },
    onRunEnded: async (tx, outcome) => {
      if (outcome.state === "succeeded" && run.kind !== "delete") await definition.onApplied?.(tx, resource, spec);
      await definition.onRunEnded?.(tx, resource, run.kind, outcome);
    },
  };
}

/** What begins while an object is suspended leaves it suspended. */
function planOf<S, O>(context: HostedContext<S, O>, kind: string) {
  const { definition, resource } = context;
  const plans = { ...hostedPlans<S, O>(definition.noun), ...definition.plans?.(context.spec) };
  const plan = Object.entries(plans).find(([name]) => name === kind)?.[1];
  if (!plan) throw new Error(`${definition.kind} has no plan called ${kind}`);
  if (plan.success !== "active" || kind === "resume" || resource.status !== "suspended") return plan;
  return { ...plan, success: resource.status, failure: resource.status };
}

/** Deletes the rows of an object of which the provider has nothing. */
async function removeHosted(tx: Parameters<OpenRun["remove"]>[0], resource: HostedResource): Promise<void> {
  await removeTimeline(tx, resource.id);
  await tx.prisma.hostedResource.deleteMany({ where: { id: resource.id } });
  await emitStatus(tx, resource, "deleted");
}
