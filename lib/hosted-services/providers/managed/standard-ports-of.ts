import { coreErrors } from "@/lib/core/errors";
import type { ManagedService } from "./managed-service";

/** The ports of a service that have a standard number; `validation_failed` when its kind has none. */
export function standardPortsOf({ ports }: Pick<ManagedService, "ports">) {
  const standard = ports.flatMap(({ name, protocol, standardPort }) =>
    standardPort === undefined ? [] : [{ name, protocol, standardPort }],
  );
  if (standard.length > 0) return standard;
  const message = "This kind of service has no standard ports.";
  throw coreErrors.validation_failed({ errors: [{ path: "standardPorts", message }] });
}
