import { anyRow, expired } from "@/lib/db/statement-kinds.sql";

export const purgeZoneChanges = expired("dns_change", "at", "365 days");
export const anyDump = anyRow("hosted_dump");
