import { rowLock } from "@/lib/db/statement-kinds.sql";

export const lockHosted = rowLock("hosted_resource");
/** So that two creates of one person count each other. */
export const lockOwner = rowLock("app_user");
