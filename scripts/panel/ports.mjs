import { freePort } from "../setup/postgres.mjs";

/** Without this check a port in use would only show as a process that ends again and again. */
export async function requirePorts(wanted) {
  for (const [name, port] of Object.entries(wanted)) {
    if ((await freePort(Number(port))) === null) throw new Error(`port ${port} is taken; set ${name} to another`);
    if (await isRefusedByBrowsers(port)) {
      throw new Error(
        `browsers refuse to open port ${port}, which belongs to another protocol; set ${name} to another`,
      );
    }
  }
}

/**
 * The Fetch standard's list of bad ports, which Node's own fetch keeps to as well; the port is free, so there is no
 * answer.
 */
async function isRefusedByBrowsers(port) {
  const error = await fetch(`http://127.0.0.1:${port}`, { signal: AbortSignal.timeout(2_000) }).catch(
    (thrown) => thrown,
  );
  return error?.cause?.message === "bad port";
}
