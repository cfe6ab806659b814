import type { Sql } from "@/lib/db/transaction";
import { withNames } from "../../resources/hosted-views";
import { describeConnection } from "../views/connection-details";
import type { variableNames } from "./contract";

/** The connections of the databases that are attached to a workload, as variables of its container. Secret. */
export async function attachedEnvironment(db: Sql, { id }: { id: string }): Promise<Record<string, string>> {
  const rows = await db.prisma.hostedAttachment.findMany({
    where: { workloadId: id },
    include: { database: { include: { resource: { include: withNames } } } },
  });
  const entries = rows.flatMap(({ prefix, database: { resource, ...database } }) => {
    const connection = describeConnection({ ...resource, database });
    const values: Record<(typeof variableNames)[number], string> = {
      URL: connection.url,
      HOST: connection.host,
      PORT: String(connection.port),
      NAME: connection.database,
      USER: connection.username,
      PASSWORD: connection.password,
    };
    return Object.entries(values).map(([name, value]) => [`${prefix}_${name}`, value] as const);
  });
  return Object.fromEntries(entries);
}
