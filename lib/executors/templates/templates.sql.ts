import { rowLock } from "@/lib/db/statement-kinds.sql";

export const lockTemplate = rowLock("executor_template");

export const lockTemplateToFollow = rowLock("executor_template", "id", "SHARE");
