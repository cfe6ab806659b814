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
