import { lookup } from "node:dns/promises";
import net from "node:net";

/**
 * A port that is bound here and accepted on by the processes that get its descriptor. The kernel keeps one queue of new
 * connections for all of them, so a process can end, or be replaced, and no connection is lost or refused. This process
 * itself never accepts.
 * @returns {Promise<{ fd: number, close: () => void } | null>} null where Node cannot bind without accepting
 */
export async function bindPort(host, port) {
  // What node:cluster uses to share a port; it is no documented function.
  if (typeof net._createServerHandle !== "function") return null;
  const { address, family } = await lookup(host === "" ? "0.0.0.0" : host);
  const handle = net._createServerHandle(address, port, family);
  if (typeof handle === "number") throw new Error(`port ${port} cannot be bound on ${host} (error ${handle})`);
  return { fd: handle.fd, close: () => handle.close() };
}
