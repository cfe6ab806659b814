import { createServer, type Server } from "node:net";

/** A TCP port nobody listens on at this moment. */
export async function freePort(host = "127.0.0.1"): Promise<number> {
  const { server, port } = await listenOn(0, host);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Rejects when the port is taken. */
export function listenOn(port: number, host = "127.0.0.1"): Promise<{ server: Server; port: number }> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(port, host, () => {
      const address = server.address();
      resolve({ server, port: typeof address === "object" && address ? address.port : port });
    });
  });
}
