import { createProvider } from "@/lib/hosted-services/providers/create-provider";
import { makeUser } from "../fixtures";
import type { OwnPowerDns } from "../processes/powerdns";

export const nameServers = ["ns1.names.example", "ns2.names.example"];

/** Connects the server as a provider; resolves with its id. */
export async function connectNameServer(server: OwnPowerDns): Promise<string> {
  const { apiUrl, apiKey, dnsPort: publicPort } = server;
  const connection = { apiUrl, apiKey, nameservers: nameServers, publicHost: "127.0.0.1", publicPort };
  const input = { kind: "dns", name: "Names", mode: "external" as const, connection };
  return (await createProvider(await makeUser("ADMIN"), input)).id;
}
