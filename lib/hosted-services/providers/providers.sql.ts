import { anyRow } from "@/lib/db/statement-kinds.sql";

/** Whether any service is connected: without one, the jobs about services have nothing to do. */
export const anyProvider = anyRow("hosted_provider");
