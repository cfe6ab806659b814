import { newId } from "@/lib/core/ids";
import { sql } from "@/lib/db/transaction";
import { sealConnection } from "@/lib/hosted-services/providers/sealed-connection";

/** A provider that nothing listens at, for tests that only need its row. */
export async function makeProvider(kind: string): Promise<string> {
  const id = newId("provider");
  const common = kind === "mail" ? { publicHost: host } : { publicHost: host, publicPort: 1 };
  const connection = { ...connections[kind], ...common };
  const names = kind === "mail" ? ["smtp", "submission", "imaps"] : ["sql"];
  const endpoints = names.map((name) => ({ name, protocol: name, host, port: 1 }));
  const data = { id, kind, name: id, connectionSealed: sealConnection(id, connection), endpoints };
  await sql().prisma.hostedProvider.create({ data });
  return id;
}

const host = "127.0.0.1";
const connections: Record<string, object> = {
  postgresql: { url: "postgresql://a:b@127.0.0.1:1/postgres" },
  mariadb: { url: "mysql://a:b@127.0.0.1:1" },
  dns: { apiUrl: "http://127.0.0.1:1", apiKey: "key", nameservers: ["ns1.example.net."] },
  mail: {
    url: "postgresql://a:b@127.0.0.1:1/mail",
    doveadmUrl: "http://127.0.0.1:1",
    doveadmKey: "key",
    smtpHost: host,
    smtpPort: 1,
    imapsPort: 1,
    submissionPort: 1,
  },
};
