import type { Reaction } from "@/lib/events/define-event";
import type { JobDefinition } from "@/lib/jobs/define-job";
import type { Publisher } from "@/lib/realtime/publisher";
import { type EnvironmentSource, withEnvironment, workloadKinds } from "@/lib/workloads/define-workload";
import type { Publish } from "@/lib/workloads/publication/publish";
import type { ResourceKind } from "@/lib/workloads/runs/resource-kind";
import type { WorkloadDefinition } from "@/lib/workloads/workload-definition";
import { modules } from "./generated/modules";

/** What `lib/<module>/module.ts` may export: the parts of a module that run in the worker. */
export type ModuleParts = {
  /** Periodic jobs: each is a file in the module's `jobs` folder. */
  jobs?: readonly JobDefinition[];
  /** Kinds of things that run as containers. */
  workloads?: readonly WorkloadDefinition[];
  /** Variables for the containers of other features. */
  environment?: EnvironmentSource;
  /** Kinds of objects that runs create at a provider. */
  resources?: readonly ResourceKind[];
  /** What the module does after which event. */
  reactions?: (uses: ReactionUses) => readonly Reaction[];
};

export type ReactionUses = {
  /** How the changes of each kind of resource are published. */
  kinds: ReadonlyMap<string, Pick<ResourceKind, "publication">>;
  publish: Publish;
  publisher: Publisher;
};

const parts: readonly ModuleParts[] = modules;

export const jobs = parts.flatMap((part) => part.jobs ?? []);
const environments = parts.flatMap((part) => part.environment ?? []);
const definitions = parts.flatMap((part) => part.workloads ?? []);
export const workloads = workloadKinds(definitions.map((definition) => withEnvironment(definition, environments)));
export const resources = parts.flatMap((part) => part.resources ?? []);

/** Which module answers which event. */
export function reactions(uses: Omit<ReactionUses, "kinds">): readonly Reaction[] {
  const kinds = new Map([...workloads.values(), ...resources].map((kind) => [kind.kind, kind]));
  return parts.flatMap((part) => part.reactions?.({ ...uses, kinds }) ?? []);
}
