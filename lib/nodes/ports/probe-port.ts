import { createSocket } from "node:dgram";
import { createServer } from "node:net";
import type { Protocol } from "./ports";

/**
 * Whether nothing on this machine listens on the port: binds it for a moment. Only meaningful for the node that the
 * worker itself runs on; elsewhere the engine's own refusal (`port_in_use`) decides.
 */
export function isPortFree(bindAddress: string, port: number, protocol: Protocol): Promise<boolean> {
  return protocol === "tcp" ? isTcpPortFree(bindAddress, port) : isUdpPortFree(bindAddress, port);
}

/** A process that may not bind ports below 1024 does not know: the engine decides. */
const mayNotBind = (error: NodeJS.ErrnoException) => error.code === "EACCES";

function isTcpPortFree(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", (error) => resolve(mayNotBind(error)));
    probe.listen({ host, port, exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

function isUdpPortFree(address: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createSocket(address.includes(":") ? "udp6" : "udp4");
    probe.once("error", (error) => resolve(mayNotBind(error)));
    probe.bind({ address, port, exclusive: true }, () => probe.close(() => resolve(true)));
  });
}
