import type { Sql, Tx } from "@/lib/db/transaction";
import { claimFreePort, insertPorts, listBlocked } from "./ports.sql";

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

/** Ranges of addresses begin here. A port below is claimed by its number only, and has a row only while it is in use. */
export const lowestPoolPort = 1024;
const standardPorts = { port: { lt: lowestPoolPort } };

/** What a resource asks for under a name: the lowest free port of the pool, or a standard port, as 25 for mail. */
export type PortRequest = { name: string; protocol: Protocol; standardPort?: number | undefined };

/**
 * Takes a port of an address for a resource: null when no port is free, or when another resource has the standard one.
 */
export async function claimPort(
  db: Sql,
  request: PortRequest & { addressId: string; resourceId: string },
): Promise<number | null> {
  const { addressId, protocol, resourceId, name, standardPort } = request;
  if (standardPort === undefined) {
    return (await db.row(claimFreePort, [addressId, protocol, resourceId, name]))?.port ?? null;
  }
  const data = { addressId, protocol, port: standardPort, resourceId, name, state: "reserved" } as const;
  const { count } = await db.prisma.port.createMany({ data, skipDuplicates: true });
  return count === 0 ? null : standardPort;
}

/** The ports of a resource, by their names. */
export async function portsOf(
  db: Sql,
  resourceId: string,
): Promise<(PortRef & { name: string; bindAddress: string; publicAddress: string })[]> {
  const ports = await db.prisma.port.findMany({
    where: { resourceId },
    include: { address: true },
    orderBy: { name: "asc" },
  });
  return ports.map(({ addressId, protocol, port, name, address: { bindAddress, publicAddress } }) => ({
    addressId,
    protocol,
    port,
    name: name ?? "",
    bindAddress,
    publicAddress,
  }));
}

/** The engine publishes the resource's ports now. */
export async function markPortsBound(db: Sql, resourceId: string): Promise<void> {
  await db.prisma.port.updateMany({
    where: { resourceId, state: { in: ["reserved", "draining"] } },
    data: { state: "bound", changedAt: new Date() },
  });
}

/** The resource's container is being removed: the ports are no longer in use, but not yet free. */
export async function markPortsDraining(db: Sql, resourceId: string): Promise<void> {
  await db.prisma.port.updateMany({ where: { resourceId }, data: { state: "draining", changedAt: new Date() } });
}

/**
 * Releases the resource's ports, and those it waits for. Call only when the engine has confirmed that no container
 * publishes them.
 */
export async function freePorts(tx: Tx, resourceId: string): Promise<void> {
  const changedAt = new Date();
  await tx.prisma.port.deleteMany({ where: { ...standardPorts, OR: [{ resourceId }, { homeOf: resourceId }] } });
  await tx.prisma.port.updateMany({
    where: { homeOf: resourceId },
    data: { homeOf: null, homeName: null, changedAt },
  });
  await tx.prisma.port.updateMany({
    where: { resourceId },
    data: { state: "free", resourceId: null, name: null, changedAt },
  });
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
  const where = { addressId, protocol, port, resourceId };
  const held = await tx.prisma.port.findFirst({ where, select: { name: true } });
  if (!held) return null;
  const name = held.name ?? "";
  const lost = await tx.prisma.port.count({ where: { homeOf: resourceId, homeName: name, protocol } });
  const isHome = comesBack && lost === 0;
  // The condition again: of two at once one blocks the port.
  const { count } = await tx.prisma.port.updateMany({
    where,
    data: {
      state: "blocked",
      resourceId: null,
      name: null,
      changedAt: new Date(),
      homeOf: isHome ? resourceId : null,
      homeName: isHome ? name : null,
    },
  });
  return count === 0 ? null : claimPort(tx, { addressId, protocol, resourceId, name });
}

/**
 * Records standard ports as the resource's own, to be taken at its next start instead of those that it has under these
 * names. Null: done; otherwise the number of one that another resource has.
 */
export async function requestStandardPorts(
  tx: Tx,
  resourceId: string,
  requests: readonly (PortRequest & { standardPort: number })[],
): Promise<number | null> {
  const held = await portsOf(tx, resourceId);
  for (const { name, protocol, standardPort: port } of requests) {
    const now = held.find((item) => item.name === name && item.protocol === protocol);
    if (!now || now.port === port) continue;
    const { addressId } = now;
    const data = { addressId, protocol, port, state: "blocked", homeOf: resourceId, homeName: name } as const;
    const { count } = await tx.prisma.port.createMany({ data, skipDuplicates: true });
    const isOwn =
      count === 1 || (await tx.prisma.port.count({ where: { addressId, protocol, port, homeOf: resourceId } }));
    if (!isOwn) return port;
  }
  return null;
}

export type HomePort = PortRef & { name: string; bindAddress: string };

/**
 * Ports that the resource lost and returns to: on this machine only, since on others it cannot be checked
 * whether a port is free.
 */
export async function homePortsOf(db: Sql, resourceId: string): Promise<HomePort[]> {
  const ports = await db.prisma.port.findMany({
    where: { homeOf: resourceId, state: "blocked", address: { node: { dockerHost: null } } },
    include: { address: true },
    orderBy: { port: "asc" },
  });
  return ports.map(({ addressId, protocol, port, homeName, address: { bindAddress } }) => ({
    addressId,
    protocol,
    port,
    name: homeName ?? "",
    bindAddress,
  }));
}

/**
 * Gives the resource its old port again and frees the one it had meanwhile; call when no container publishes that one.
 */
export async function returnToPort(tx: Tx, resourceId: string, home: HomePort): Promise<void> {
  const { addressId, protocol, port, name } = home;
  const changedAt = new Date();
  await tx.prisma.port.updateMany({
    where: { resourceId, addressId, protocol, name },
    data: { state: "free", resourceId: null, name: null, changedAt },
  });
  await tx.prisma.port.updateMany({
    where: { addressId, protocol, port, homeOf: resourceId },
    data: { state: "reserved", resourceId, name, homeOf: null, homeName: null, changedAt },
  });
}

/** Blocked ports on a node's addresses that no resource returns to, to be probed again. */
export async function blockedPorts(db: Sql, nodeId: string): Promise<(PortRef & { bindAddress: string })[]> {
  return db.rows(listBlocked, [nodeId]);
}

/** The other program has released the port. */
export async function unblockPort(db: Sql, { addressId, protocol, port }: PortRef): Promise<void> {
  await db.prisma.port.updateMany({
    where: { addressId, protocol, port, state: "blocked", homeOf: null },
    data: { state: "free", changedAt: new Date() },
  });
}

/** Makes the rows of an address's range, both protocols; existing rows stay as they are. */
export async function seedPorts(db: Sql, addressId: string, start: number, end: number): Promise<void> {
  await db.run(insertPorts, [addressId, start, end]);
}
