import { countRows, expired } from "@/lib/db/statement-kinds.sql";

export const purgeZoneChanges = expired("dns_change", "at", "365 days");
export const countDumps = countRows("hosted_dump");
