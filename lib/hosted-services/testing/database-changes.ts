import { resumeDatabase, rotatePassword, setReadOnlyUser, suspendDatabase } from "../databases/change-database";
import type { HostedChange } from "../resources/faults.contract";

/** Changes of a database for the faults of each kind of server. A restore has its own: dumps/dumps.contract.ts. */
export const databaseChanges: Readonly<Record<string, HostedChange>> = {
  "a suspension": { request: suspendDatabase, status: "suspended" },
  "a resumption": { before: suspendDatabase, request: resumeDatabase, status: "active" },
  "a new password": { request: (owner, id) => rotatePassword(owner, id, { endSessions: true }), status: "active" },
  "a second user": { request: (owner, id) => setReadOnlyUser(owner, id, true), status: "active" },
};
