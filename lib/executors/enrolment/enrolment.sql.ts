import { rowLock } from "@/lib/db/statement-kinds.sql";

/** By the hash of its token. */
export const lockEnrolment = rowLock("executor_enrolment", "token_hash");
