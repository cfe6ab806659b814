import { createProvider } from "@/lib/hosted-services/providers/create-provider";
import { makeUser } from "../fixtures";
import type { OwnMailServer } from "../processes/mail-server";

/** Connects the server as a provider; resolves with its id. */
export async function connectMailServer(server: OwnMailServer): Promise<string> {
  const connection = server.connection();
  const input = { kind: "mail", name: "Mail", mode: "external" as const, connection };
  return (await createProvider(await makeUser("ADMIN"), input)).id;
}
