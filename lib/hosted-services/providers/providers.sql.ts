import { countRows } from "@/lib/db/statement-kinds.sql";

/** Connected services: without one, the jobs about services have nothing to do. */
export const countProviders = countRows("hosted_provider");
