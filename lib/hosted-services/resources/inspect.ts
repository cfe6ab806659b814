import type { HostedProvider, HostedResource } from "@/lib/db/generated/client";
import { sql, type Tx } from "@/lib/db/transaction";
import { hostedServiceErrors } from "../errors";
import type { Provider, Ref } from "../provider";
import { openConnection } from "../providers/open-connection";
import type { HostedDefinition } from "./hosted-definition";

/** What the reconciler does with the objects of one kind at one provider, without a run. */
export type Inspection = {
  /** Every object there that carries a marker of the panel. */
  list: (server: HostedProvider, signal: AbortSignal) => Promise<Ref[]>;
  /** By id of the resource: what differs, one sentence each; those without a difference are left out. */
  compareAll: (
    server: HostedProvider,
    resources: readonly HostedResource[],
    signal: AbortSignal,
  ) => Promise<Map<string, string[]>>;
  /** Removes an object that the panel does not know. */
  removeObject: (server: HostedProvider, ref: Ref, signal: AbortSignal) => Promise<void>;
  /** Writes the kind's own rows for an object that the panel does not know. The provider is read first. */
  readOrphan: (
    server: HostedProvider,
    ref: Ref,
    signal: AbortSignal,
  ) => Promise<(tx: Tx, resource: HostedResource) => Promise<void>>;
  /** Takes what is there for what should be. The provider is read first, outside of a transaction. */
  readDifference: (
    server: HostedProvider,
    resource: HostedResource,
    signal: AbortSignal,
  ) => Promise<(tx: Tx) => Promise<void>>;
};

export function inspectionOf<S, O>(definition: HostedDefinition<S, O>): Inspection {
  async function connected<T>(server: HostedProvider, use: (provider: Provider<S, O>) => Promise<T>): Promise<T> {
    const provider = definition.connect(await openConnection(server), server.kind);
    try {
      return await use(provider);
    } finally {
      await provider.close();
    }
  }
  return {
    list: (server, signal) => connected(server, (provider) => provider.list(signal)),
    compareAll: (server, resources, signal) =>
      connected(server, (provider) => compareEach(definition, provider, resources, signal)),
    removeObject: (server, ref, signal) =>
      connected(server, async (provider) => {
        await provider.remove(ref, signal);
      }),
    readOrphan: async (server, ref, signal) => {
      const found = await connected(server, (provider) => observeOwn(definition, provider, ref, signal));
      return (tx, resource) => definition.adoptOrphan(tx, resource, found);
    },
    readDifference: async (server, resource, signal) => {
      const ref = { name: resource.objectName, marker: resource.id };
      const found = await connected(server, (provider) => observeOwn(definition, provider, ref, signal));
      return (tx) => definition.adoptDifference(tx, resource, found);
    },
  };
}

async function observeOwn<S, O>(
  { observed }: HostedDefinition<S, O>,
  provider: Provider<S, O>,
  ref: Ref,
  signal: AbortSignal,
): Promise<O> {
  const found = await provider.observe(ref, signal);
  if (found === null || found === "foreign") throw hostedServiceErrors.provider_not_found();
  return observed.parse(found);
}

async function compareEach<S, O>(
  { loadSpec, compare, observed }: HostedDefinition<S, O>,
  provider: Provider<S, O>,
  resources: readonly HostedResource[],
  signal: AbortSignal,
): Promise<Map<string, string[]>> {
  const differences = new Map<string, string[]>();
  for (const resource of resources) {
    const spec = await loadSpec(sql(), resource);
    const found = await provider.observe({ name: resource.objectName, marker: resource.id }, signal);
    if (spec === null || found === null) continue;
    const sentences =
      found === "foreign" ? ["It carries the marker of something else."] : compare(spec, observed.parse(found));
    if (sentences.length > 0) differences.set(resource.id, sentences);
  }
  return differences;
}
