import { newId } from "@/lib/core/ids";
import { sql } from "@/lib/db/transaction";
import { sealConnection } from "@/lib/hosted-services/providers/sealed-connection";

/** A provider that nothing listens at, for tests that only need its row. */
export async function makeProvider(kind: string): Promise<string> {
  const id = newId("provider");
  const connection = { ...connections[kind], publicHost: "127.0.0.1", publicPort: 1 };
  const endpoints = [{ name: "sql", protocol: "postgresql", host: "127.0.0.1", port: 1 }];
  const data = { id, kind, name: id, connectionSealed: sealConnection(id, connection), endpoints };
  await sql().prisma.hostedProvider.create({ data });
  return id;
}

const connections: Record<string, object> = {
  postgresql: { url: "postgresql://a:b@127.0.0.1:1/postgres" },
  dns: { apiUrl: "http://127.0.0.1:1", apiKey: "key", nameservers: ["ns1.example.net."] },
};
