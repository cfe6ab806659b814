import type { Provider } from "@/lib/hosted-services/provider";
import { defineHostedKind, type HostedKind } from "@/lib/hosted-services/resources/define-hosted-kind";
import type { HostedDefinition } from "@/lib/hosted-services/resources/hosted-definition";

/** A place in a run where something happens to it: around one call of its provider. */
export type FaultPoint = { method: "observe" | "ensure" | "remove" | "verify"; when: "before" | "after" };

export const faultPoints: readonly FaultPoint[] = (["observe", "ensure", "remove", "verify"] as const).flatMap(
  (method) => (["before", "after"] as const).map((when) => ({ method, when })),
);

/** The kind with `happen` called at the point, each time. */
export function kindWith<S, O>(
  definition: HostedDefinition<S, O>,
  point: FaultPoint,
  happen: () => unknown,
): HostedKind {
  const around = async <T>(method: FaultPoint["method"], work: () => Promise<T>): Promise<T> => {
    const isHere = method === point.method;
    if (isHere && point.when === "before") await happen();
    const result = await work();
    if (isHere && point.when === "after") await happen();
    return result;
  };
  const wrapped = (provider: Provider<S, O>): Provider<S, O> => ({
    observe: (...args) => around("observe", () => provider.observe(...args)),
    ensure: (...args) => around("ensure", () => provider.ensure(...args)),
    remove: (...args) => around("remove", () => provider.remove(...args)),
    verify: (...args) => around("verify", () => provider.verify(...args)),
    restore: (...args) => provider.restore(...args),
    list: (...args) => provider.list(...args),
    close: () => provider.close(),
  });
  return defineHostedKind({ ...definition, connect: (...args) => wrapped(definition.connect(...args)) });
}
