import { expired, rowLock } from "@/lib/db/statement-kinds.sql";

export const lockStatusIncident = rowLock("status_incident");
export const purgeUnconfirmed = expired("status_subscriber", "created_at", "2 days", "confirmed_at IS NULL");
