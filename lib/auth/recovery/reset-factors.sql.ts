import { countRows } from "@/lib/db/statement-kinds.sql";

export const countDueResets = countRows("factor_reset", "done_at IS NULL AND cancelled_at IS NULL AND due_at <= now()");
