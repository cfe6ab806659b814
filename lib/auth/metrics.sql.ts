import { statement } from "@/lib/db/statement";

export const countSecurity = statement({
  reason: "Scraped every few seconds, also from an idle process; both counts in one round trip.",
  text: `
    SELECT 'signal' AS family, kind AS label, count(*)::int AS n FROM security_signal WHERE state = 'open' GROUP BY kind
    UNION ALL
    SELECT 'measure', measure, count(*)::int FROM network_block WHERE until > now() GROUP BY measure`,
  columns: { family: "text", label: "text", n: "int4" },
});
