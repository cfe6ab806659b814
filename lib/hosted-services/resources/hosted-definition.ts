import type { z } from "zod";
import type { HostedResource } from "@/lib/db/generated/client";
import type { Sql, Tx } from "@/lib/db/transaction";
import type { SagaOutcome } from "@/lib/provisioning/saga";
import type { Plan } from "@/lib/workloads/runs/resource-kind";
import type { HostedStatus } from "../contract";
import type { Provider } from "../provider";

/** What the steps of one run work with. */
export type HostedContext<Spec, Observed> = {
  definition: HostedDefinition<Spec, Observed>;
  resource: HostedResource;
  spec: Spec;
  provider: Provider<Spec, Observed>;
};

export type HostedPlan<Spec, Observed> = Plan<HostedContext<Spec, Observed>, HostedStatus>;

/** One sentence that says what is wrong and what helps. */
export type Attention = { id: string; name: string; reason: string };

/**
 * One kind of object that customers have at a provider. Everything that differs between kinds is here; runs, steps,
 * timeline, quotas and the comparison of desired and real state are the same.
 */
export type HostedDefinition<Spec, Observed> = {
  /** Stored with each object and run. */
  kind: string;
  /** The word for one in texts, as "database". */
  noun: string;
  /** Where customers see them: the heading, the list, and the page of one. */
  pages: { label: string; list: string; detail: (id: string) => string };
  /** The kinds of providers that have them, the preferred one first. */
  providers: readonly string[];
  /** How many of them a person of a role may have, unless the person has a quota of their own. */
  quota: { USER: number; GUEST: number };
  /** What a person has to do about their objects, beside those whose last run failed. */
  attention?: (db: Sql, ownerId: string) => Promise<Attention[]>;
  /** Form of an observed state, which is stored while a run changes it. No secret is in it. */
  observed: z.ZodType<Observed>;
  /** What should be there, from the kind's own tables; null when they have no row. May carry secrets. */
  loadSpec: (db: Sql, resource: HostedResource) => Promise<Spec | null>;
  /** What differs between what should be and what is, one sentence each. Pure. */
  compare: (spec: Spec, observed: Observed) => string[];
  /** Takes what is there for what should be, in the caller's transaction. */
  adoptDifference: (tx: Tx, resource: HostedResource, observed: Observed) => Promise<void>;
  /** Writes the kind's own rows for an object that the panel does not know, in the caller's transaction. */
  adoptOrphan: (tx: Tx, resource: HostedResource, observed: Observed) => Promise<void>;
  /** `providerKind`: one of `providers`. */
  connect: (connection: unknown, providerKind: string) => Provider<Spec, Observed>;
  /** Stores what only the provider knows, such as the keys of a zone: after each `ensure`, outside of transactions. */
  storeObserved?: (resource: HostedResource, observed: Observed) => Promise<void>;
  /** The spec was applied: in the transaction in which the run ends. */
  onApplied?: (tx: Tx, resource: HostedResource, spec: Spec) => Promise<void>;
  /** Plans that only this kind has, or has in another form. */
  plans?: (spec: Spec) => Record<string, HostedPlan<Spec, Observed>>;
  /** A run of this plan ended, in the transaction in which it ends. */
  onRunEnded?: (tx: Tx, resource: HostedResource, plan: string, outcome: SagaOutcome) => Promise<void>;
};
