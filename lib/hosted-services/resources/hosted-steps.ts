import type { HostedResource } from "@/lib/db/generated/client";
import { sql } from "@/lib/db/transaction";
import type { Step } from "@/lib/provisioning/saga";
import { hostedServiceErrors } from "../errors";
import type { Ref } from "../provider";
import type { HostedContext } from "./hosted-definition";

const timeoutMs = 30_000;
const attempts = 3;
const timeoutError = () => hostedServiceErrors.unknown_outcome({ detail: "The service did not answer in time." });
export const refOf = ({ id, objectName }: HostedResource): Ref => ({ name: objectName, marker: id });

/** Refuses a name that something else has at the provider, before anything is created. */
export function check<S, O>(): Step<HostedContext<S, O>> {
  return {
    name: "check",
    timeoutMs,
    timeoutError,
    attempts,
    async act({ provider, resource, definition }, { signal }) {
      const found = await provider.observe(refOf(resource), signal);
      if (found === "foreign") {
        throw hostedServiceErrors.provider_conflict({
          detail: `${resource.objectName} exists there and is not this ${definition.noun}.`,
        });
      }
      return { message: found === null ? "The name is free" : "An earlier attempt created it" };
    },
  };
}

/** Creates the object. The undo removes what carries this object's marker, so it never removes something else. */
export function create<S, O>(): Step<HostedContext<S, O>> {
  return {
    name: "create",
    timeoutMs,
    timeoutError,
    attempts,
    async act(context, { signal }) {
      const { provider, resource, spec } = context;
      const outcome = await provider.ensure(refOf(resource), spec, signal);
      await storeObserved(context, signal);
      return { message: outcome === "already" ? "It was there" : "" };
    },
    async undo({ provider, resource }, { signal }) {
      await provider.remove(refOf(resource), signal);
    },
  };
}

/** Changes the object to what it should be. What was there is stored first; the undo restores it. */
export function apply<S, O>(): Step<HostedContext<S, O>> {
  return {
    name: "apply",
    timeoutMs,
    timeoutError,
    attempts,
    async act(context, { signal }) {
      const { provider, resource, spec, definition } = context;
      const found = await provider.observe(refOf(resource), signal);
      if (found === "foreign") throw hostedServiceErrors.provider_conflict();
      if (found !== null) await keepBefore(resource, definition.observed.parse(found));
      const outcome = await provider.ensure(refOf(resource), spec, signal);
      await storeObserved(context, signal);
      return { message: outcome === "already" ? "Nothing to change" : "" };
    },
    async undo({ provider, resource, definition }, { signal }) {
      const row = await sql().prisma.hostedResource.findUnique({
        where: { id: resource.id },
        select: { before: true },
      });
      if (!row?.before) return;
      await provider.restore(refOf(resource), definition.observed.parse(JSON.parse(row.before)), signal);
    },
  };
}

async function storeObserved<S, O>(context: HostedContext<S, O>, signal: AbortSignal): Promise<void> {
  const { definition, provider, resource } = context;
  if (!definition.storeObserved) return;
  const found = await provider.observe(refOf(resource), signal);
  if (found !== null && found !== "foreign") await definition.storeObserved(resource, definition.observed.parse(found));
}

/** The first state that the run found: a repetition would find what it changed itself. */
async function keepBefore({ id }: HostedResource, observed: unknown): Promise<void> {
  await sql().prisma.hostedResource.updateMany({
    where: { id, before: null },
    data: { before: JSON.stringify(observed) },
  });
}

/** Uses it as its owner will. */
export function verify<S, O>(): Step<HostedContext<S, O>> {
  return {
    name: "verify",
    timeoutMs,
    timeoutError,
    attempts,
    async act({ provider, resource, spec }, { signal }) {
      return { message: await provider.verify(refOf(resource), spec, signal) };
    },
  };
}

export function remove<S, O>(): Step<HostedContext<S, O>> {
  return {
    name: "remove",
    timeoutMs,
    timeoutError,
    attempts,
    async act({ provider, resource }, { signal }) {
      const outcome = await provider.remove(refOf(resource), signal);
      return { message: outcome === "absent" ? "Nothing was there" : "" };
    },
  };
}
