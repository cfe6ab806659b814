import { narrow, statement } from "@/lib/db/statement";

export const countPorts = statement({
  reason: "Scraped every few seconds, also from an idle process.",
  text: `
    SELECT a.public_address AS address, p.protocol, count(*) FILTER (WHERE p.state <> 'free')::int AS allocated,
           count(*) FILTER (WHERE p.state = 'free')::int AS available
    FROM port p JOIN address a ON a.id = p.address_id GROUP BY 1, 2`,
  columns: {
    address: "text",
    protocol: narrow<string>("port_protocol"),
    allocated: "int4",
    available: "int4",
  },
});

export const countByLabel = statement({
  reason: "Scraped every few seconds, also from an idle process; all counts in one round trip.",
  text: `
    SELECT 'server' AS family, status::text AS label, count(*)::float8 AS n
    FROM workload WHERE kind = 'game-server' GROUP BY status
    UNION ALL
    SELECT 'signal', kind, count(*) FROM security_signal WHERE state = 'open' GROUP BY kind
    UNION ALL
    SELECT 'measure', measure, count(*) FROM network_block WHERE until > now() GROUP BY measure
    UNION ALL
    SELECT name, label, value FROM counter
    UNION ALL
    SELECT 'unfinished_runs', 'count', count(*) FROM provisioning_run WHERE finished_at IS NULL
    UNION ALL
    SELECT 'unfinished_runs', 'oldest_seconds', coalesce(extract(epoch FROM now() - min(created_at)), 0)
    FROM provisioning_run WHERE finished_at IS NULL`,
  columns: { family: "text", label: "text", n: "float8" },
});
