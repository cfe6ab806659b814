import type { Sql, Tx } from "@/lib/db/transaction";

/**
 * The port pool: one row per address, protocol and port. A claim is one statement over the partial index of free rows
 * (SKIP LOCKED), so its cost does not grow with the pool and two claims never wait for each other.
 *
 * free → reserved (a server was accepted) → bound (the engine publishes it) → draining (the container is on its way
 * out) → free (the engine confirmed that it let go). blocked: a program that is not ours holds it.
 */
export type Protocol = "tcp" | "udp";
export type PortRef = { addressId: string; protocol: Protocol; port: number };

export const claimPortStatement = `
  UPDATE port SET state = 'reserved', server_id = $3, name = $4, changed_at = now()
  WHERE (address_id, protocol, port) = (
    SELECT address_id, protocol, port FROM port
    WHERE address_id = $1 AND protocol = $2::port_protocol AND state = 'free'
    ORDER BY address_id, protocol, port
    FOR UPDATE SKIP LOCKED LIMIT 1)
  RETURNING port`;

/** Takes the lowest free port of an address for a server, or null when none is free. */
export async function claimPort(
  db: Sql,
  request: { addressId: string; protocol: Protocol; serverId: string; name: string },
): Promise<number | null> {
  const values = [request.addressId, request.protocol, request.serverId, request.name];
  const claimed = await db.row<{ port: number }>(claimPortStatement, values, "port_claim");
  return claimed?.port ?? null;
}

/** The ports a server holds, by the template's names. */
export async function portsOf(
  db: Sql,
  serverId: string,
): Promise<(PortRef & { name: string; bindAddress: string; publicAddress: string })[]> {
  return db.rows(
    `SELECT p.address_id AS "addressId", p.protocol, p.port, p.name,
            a.bind_address AS "bindAddress", a.public_address AS "publicAddress"
     FROM port p JOIN address a ON a.id = p.address_id WHERE p.server_id = $1 ORDER BY p.name`,
    [serverId],
  );
}

/** The engine publishes the server's ports now. */
export async function markPortsBound(db: Sql, serverId: string): Promise<void> {
  await db.run(
    `UPDATE port SET state = 'bound', changed_at = now() WHERE server_id = $1 AND state IN ('reserved', 'draining')`,
    [serverId],
  );
}

/** The server's container is being removed: the ports are no longer in use, but not yet free. */
export async function markPortsDraining(db: Sql, serverId: string): Promise<void> {
  await db.run(`UPDATE port SET state = 'draining', changed_at = now() WHERE server_id = $1`, [serverId]);
}

/** Gives the server's ports back. Call only when the engine has confirmed that no container publishes them. */
export async function freePorts(db: Sql, serverId: string): Promise<void> {
  await db.run(
    `UPDATE port SET state = 'free', server_id = NULL, name = NULL, changed_at = now() WHERE server_id = $1`,
    [serverId],
  );
}

/** Sets a port aside that a stranger holds, and claims the next one under the same name; null when none is left. */
export async function replaceOccupiedPort(tx: Tx, occupied: PortRef & { serverId: string }): Promise<number | null> {
  const { addressId, protocol, port, serverId } = occupied;
  const row = await tx.row<{ name: string }>(
    `UPDATE port p SET state = 'blocked', server_id = NULL, name = NULL, changed_at = now()
     FROM (SELECT address_id, protocol, port, name FROM port
           WHERE address_id = $1 AND protocol = $2::port_protocol AND port = $3 AND server_id = $4 FOR UPDATE) held
     WHERE p.address_id = held.address_id AND p.protocol = held.protocol AND p.port = held.port
     RETURNING held.name`,
    [addressId, protocol, port, serverId],
  );
  if (!row) return null;
  return claimPort(tx, { addressId, protocol, serverId, name: row.name });
}

/** Ports set aside on a node's addresses, to be probed again. */
export async function blockedPorts(db: Sql, nodeId: string): Promise<(PortRef & { bindAddress: string })[]> {
  return db.rows(
    `SELECT p.address_id AS "addressId", p.protocol, p.port, a.bind_address AS "bindAddress"
     FROM port p JOIN address a ON a.id = p.address_id WHERE a.node_id = $1 AND p.state = 'blocked' LIMIT 100`,
    [nodeId],
  );
}

/** A stranger let go of the port. */
export async function unblockPort(db: Sql, ref: PortRef): Promise<void> {
  await db.run(
    `UPDATE port SET state = 'free', changed_at = now()
     WHERE address_id = $1 AND protocol = $2::port_protocol AND port = $3 AND state = 'blocked'`,
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
