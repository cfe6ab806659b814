import type { Sql, Tx } from "@/lib/db/transaction";

/**
 * The port pool: one row per address, protocol and port. A claim is one statement over the partial index of free rows
 * (SKIP LOCKED), so its cost does not grow with the pool and two claims never wait for each other.
 *
 * free → reserved (a workload was accepted) → bound (the engine publishes it) → draining (the container is being
 * removed) → free (the engine confirmed that it is not published). blocked: another program uses it; `home_of` is the
 * resource that had it before and returns to it when the port is free again.
 */
export type Protocol = "tcp" | "udp";
export type PortRef = { addressId: string; protocol: Protocol; port: number };

export const claimPortStatement = `
  UPDATE port SET state = 'reserved', resource_id = $3, name = $4, changed_at = now()
  WHERE (address_id, protocol, port) = (
    SELECT address_id, protocol, port FROM port
    WHERE address_id = $1 AND protocol = $2::port_protocol AND state = 'free'
    ORDER BY address_id, protocol, port
    FOR UPDATE SKIP LOCKED LIMIT 1)
  RETURNING port`;

/** Takes the lowest free port of an address for a resource, or null when none is free. */
export async function claimPort(
  db: Sql,
  request: { addressId: string; protocol: Protocol; resourceId: string; name: string },
): Promise<number | null> {
  const values = [request.addressId, request.protocol, request.resourceId, request.name];
  const claimed = await db.row<{ port: number }>(claimPortStatement, values, "port_claim");
  return claimed?.port ?? null;
}

/** The ports of a resource, by their names. */
export async function portsOf(
  db: Sql,
  resourceId: string,
): Promise<(PortRef & { name: string; bindAddress: string; publicAddress: string })[]> {
  return db.rows(
    `SELECT p.address_id AS "addressId", p.protocol, p.port, p.name,
            a.bind_address AS "bindAddress", a.public_address AS "publicAddress"
     FROM port p JOIN address a ON a.id = p.address_id WHERE p.resource_id = $1 ORDER BY p.name`,
    [resourceId],
  );
}

/** The engine publishes the resource's ports now. */
export async function markPortsBound(db: Sql, resourceId: string): Promise<void> {
  await db.run(
    `UPDATE port SET state = 'bound', changed_at = now() WHERE resource_id = $1 AND state IN ('reserved', 'draining')`,
    [resourceId],
  );
}

/** The resource's container is being removed: the ports are no longer in use, but not yet free. */
export async function markPortsDraining(db: Sql, resourceId: string): Promise<void> {
  await db.run(`UPDATE port SET state = 'draining', changed_at = now() WHERE resource_id = $1`, [resourceId]);
}

/**
 * Releases the resource's ports, and those it waits for. Call only when the engine has confirmed that no container
 * publishes them.
 */
export async function freePorts(db: Sql, resourceId: string): Promise<void> {
  await db.run(
    `UPDATE port SET state = CASE WHEN resource_id = $1 THEN 'free'::port_state ELSE state END,
       resource_id = CASE WHEN resource_id = $1 THEN NULL ELSE resource_id END,
       name = CASE WHEN resource_id = $1 THEN NULL ELSE name END, home_of = NULL, home_name = NULL, changed_at = now()
     WHERE resource_id = $1 OR home_of = $1`,
    [resourceId],
  );
}

/**
 * Blocks a port that another program uses, and claims the next one under the same name; null when none is left.
 * With `comesBack` the first port that the resource lost stays recorded as its own (`home_of`).
 */
export async function replaceOccupiedPort(
  tx: Tx,
  occupied: PortRef & { resourceId: string; comesBack: boolean },
): Promise<number | null> {
  const { addressId, protocol, port, resourceId, comesBack } = occupied;
  const row = await tx.row<{ name: string }>(
    `UPDATE port p SET state = 'blocked', resource_id = NULL, name = NULL, changed_at = now(),
       home_of = CASE WHEN held.comes THEN $4 END, home_name = CASE WHEN held.comes THEN held.name END
     FROM (SELECT address_id, protocol, port, name, $5 AND NOT EXISTS (
             SELECT 1 FROM port h WHERE h.home_of = $4 AND h.home_name = o.name AND h.protocol = o.protocol) AS comes
           FROM port o WHERE address_id = $1 AND protocol = $2::port_protocol AND port = $3 AND resource_id = $4
           FOR UPDATE) held
     WHERE p.address_id = held.address_id AND p.protocol = held.protocol AND p.port = held.port
     RETURNING held.name`,
    [addressId, protocol, port, resourceId, comesBack],
  );
  if (!row) return null;
  return claimPort(tx, { addressId, protocol, resourceId, name: row.name });
}

export type HomePort = PortRef & { name: string; bindAddress: string };

/**
 * Ports that the resource lost and returns to: on this machine only, since on others it cannot be checked
 * whether a port is free.
 */
export async function homePortsOf(db: Sql, resourceId: string): Promise<HomePort[]> {
  return db.rows<HomePort>(
    `SELECT p.address_id AS "addressId", p.protocol, p.port, p.home_name AS name, a.bind_address AS "bindAddress"
     FROM port p JOIN address a ON a.id = p.address_id JOIN node n ON n.id = a.node_id
     WHERE p.home_of = $1 AND p.state = 'blocked' AND n.docker_host IS NULL ORDER BY p.port`,
    [resourceId],
  );
}

/**
 * Gives the resource its old port again and frees the one it had meanwhile; call when no container publishes that one.
 */
export async function returnToPort(tx: Tx, resourceId: string, home: HomePort): Promise<void> {
  const { addressId, protocol, port, name } = home;
  await tx.run(
    `UPDATE port SET state = 'free', resource_id = NULL, name = NULL, changed_at = now()
     WHERE resource_id = $1 AND address_id = $2 AND protocol = $3::port_protocol AND name = $4`,
    [resourceId, addressId, protocol, name],
  );
  await tx.run(
    `UPDATE port SET state = 'reserved', resource_id = $1, name = $5, home_of = NULL, home_name = NULL, changed_at = now()
     WHERE address_id = $2 AND protocol = $3::port_protocol AND port = $4 AND home_of = $1`,
    [resourceId, addressId, protocol, port, name],
  );
}

/** Blocked ports on a node's addresses that no resource returns to, to be probed again. */
export async function blockedPorts(db: Sql, nodeId: string): Promise<(PortRef & { bindAddress: string })[]> {
  return db.rows(
    `SELECT p.address_id AS "addressId", p.protocol, p.port, a.bind_address AS "bindAddress"
     FROM port p JOIN address a ON a.id = p.address_id WHERE a.node_id = $1 AND p.state = 'blocked' AND p.home_of IS NULL LIMIT 100`,
    [nodeId],
  );
}

/** The other program has released the port. */
export async function unblockPort(db: Sql, ref: PortRef): Promise<void> {
  await db.run(
    `UPDATE port SET state = 'free', changed_at = now()
     WHERE address_id = $1 AND protocol = $2::port_protocol AND port = $3 AND state = 'blocked'
       AND home_of IS NULL`,
    [ref.addressId, ref.protocol, ref.port],
  );
}

/** Makes the rows of an address's range, both protocols; existing rows stay as they are. */
export async function seedPorts(db: Sql, addressId: string, start: number, end: number): Promise<void> {
  await db.run(
    `INSERT INTO port (address_id, protocol, port)
     SELECT $1, protocol, number FROM generate_series($2::int, $3::int) number,
            unnest(ARRAY['tcp', 'udp']::port_protocol[]) protocol
     ON CONFLICT DO NOTHING`,
    [addressId, start, end],
  );
}
