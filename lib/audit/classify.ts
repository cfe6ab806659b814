import type { AuditClass, AuditOutcome } from "./contract";

/** Looking at things and being refused: worth a quarter, and far more of it than of anything else. */
const reads =
  /^(access\.refused|request\.refused|mail\.read|audit\.(read|exported)|token\.address_refused|executor\.(refused|config_read))$/;

const securityResources = new Set([
  "session",
  "factor",
  "token",
  "user",
  "setup",
  "security",
  "account",
  "encryption",
  "audit",
  "passkey",
]);
const securityActions =
  /\.(shared|unshared|share_changed|credentials_revealed|credentials_rotated|secret_rotated|revoked|enrolled)$/;

/** How long an action is kept: security (who may do what, and who tried), write (other changes) or read. */
export function classOf(action: string): AuditClass {
  if (reads.test(action)) return "read";
  const [resource = ""] = action.split(".");
  return securityResources.has(resource) || securityActions.test(action) ? "security" : "write";
}

/** Refusals are named so: `session.refused`, `user.password_refused`. */
export function outcomeOf(action: string): AuditOutcome {
  return /(^|[._])(refused|failed)$/.test(action) ? "refused" : "success";
}
