import type { AuditClass, AuditOutcome } from "./contract";
import { reads, securityActions, securityResources } from "./generated/classes";

/** Reading and being refused: kept for a quarter of the time, and far more frequent than anything else. */
const ofReads: ReadonlySet<string> = new Set(reads);
const ofSecurity: ReadonlySet<string> = new Set(securityActions);
const resourcesOfSecurity: ReadonlySet<string> = new Set(securityResources);

/** How long an action is kept: security (who may do what, and who tried), write (other changes) or read. */
export function classOf(action: string): AuditClass {
  if (ofReads.has(action)) return "read";
  const [resource = ""] = action.split(".");
  return resourcesOfSecurity.has(resource) || ofSecurity.has(action) ? "security" : "write";
}

/** Refusals are named so: `session.refused`, `user.password_refused`. */
export function outcomeOf(action: string): AuditOutcome {
  return /(^|[._])(refused|failed)$/.test(action) ? "refused" : "success";
}
