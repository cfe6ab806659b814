import { createProvider } from "@/lib/hosted-services/providers/create-provider";
import { makeUser } from "../fixtures";
import type { TenantServer } from "./tenant-server";

/** Connects the server as a provider; resolves with its id. */
export async function connectTenants(server: TenantServer): Promise<string> {
  const connection = server.connection();
  const input = { kind: "postgresql", name: "Tenants", mode: "external" as const, connection };
  return (await createProvider(await makeUser("ADMIN"), input)).id;
}
