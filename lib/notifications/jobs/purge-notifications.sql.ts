import { expired } from "@/lib/db/statement-kinds.sql";

export const purgeRead = expired("notification", "read_at", "30 days");
export const purgeUnread = expired("notification", "created_at", "180 days");
