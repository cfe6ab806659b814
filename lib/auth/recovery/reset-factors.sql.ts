import { anyRow } from "@/lib/db/statement-kinds.sql";

export const anyDueReset = anyRow("factor_reset", "done_at IS NULL AND cancelled_at IS NULL AND due_at <= now()");
