import type { AppError } from "@/lib/core/errors";
import { type Labels, labels } from "../engine";
import { provisioningErrors } from "../errors";

/** Only what carries this installation's mark is adopted, changed or removed. */
export function isOurs(found: Labels | null | undefined, installationId: string): boolean {
  return found?.[labels.installation] === installationId;
}

/** Whether an object of ours with the wanted name belongs to the same resource (or customer), of any run. */
export function standsForSame(found: Labels, wanted: Labels): boolean {
  return [labels.resource, labels.owner, labels.role].every(
    (name) => wanted[name] === undefined || found[name] === wanted[name],
  );
}

export function refuseForeign(kind: "container" | "network", name: string): AppError {
  return provisioningErrors.engine_refused({ detail: `A ${kind} named ${name} exists and belongs to something else.` });
}

/** Docker's label filter: every given label, and always our own mark. */
export function labelFilter(wanted: Labels, installationId: string): { label: string[] } {
  const marks = { ...wanted, [labels.installation]: installationId };
  return { label: Object.entries(marks).map(([name, value]) => `${name}=${value}`) };
}

/** The marks of ours among all labels of an object (images bring their own). */
export function onlyOurLabels(found: Labels): Labels {
  return Object.fromEntries(Object.entries(found).filter(([name]) => name.startsWith("lightnode.")));
}
