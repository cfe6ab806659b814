/** A bridge's address as ZeroMQ and people write it, with brackets around IPv6. Pure. */
export function bridgeAddress(host: string, port: number): string {
  return `tcp://${host.includes(":") ? `[${host}]` : host}:${port}`;
}
