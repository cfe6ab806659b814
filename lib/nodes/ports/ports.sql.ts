import { statement } from "@/lib/db/statement";

export const claimFreePort = statement({
  reason: "Claims the lowest free port (SKIP LOCKED) in one round trip.",
  name: "port_claim",
  text: `
    UPDATE port SET state = 'reserved', resource_id = $3, name = $4, changed_at = now()
    WHERE (address_id, protocol, port) = (
      SELECT address_id, protocol, port FROM port
      WHERE address_id = $1 AND protocol = $2::port_protocol AND state = 'free'
      ORDER BY address_id, protocol, port
      FOR UPDATE SKIP LOCKED LIMIT 1)
    RETURNING port`,
  columns: { port: "int4" },
});

export const listBlocked = statement({
  reason: "Runs every minute for each node.",
  text: `
    SELECT p.address_id AS "addressId", p.protocol, p.port, a.bind_address AS "bindAddress"
    FROM port p JOIN address a ON a.id = p.address_id
    WHERE a.node_id = $1 AND p.state = 'blocked' AND p.home_of IS NULL LIMIT 100`,
  columns: { addressId: "text", protocol: "port_protocol", port: "int4", bindAddress: "text" },
});

/** Existing rows stay as they are. */
export const insertPorts = statement({
  reason: "Inserts thousands of rows from two numbers.",
  text: `
    INSERT INTO port (address_id, protocol, port)
    SELECT $1, protocol, number FROM generate_series($2::int, $3::int) number,
           unnest(ARRAY['tcp', 'udp']::port_protocol[]) protocol
    ON CONFLICT DO NOTHING`,
});
