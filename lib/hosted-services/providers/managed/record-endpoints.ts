import type { Tx } from "@/lib/db/transaction";
import { portsOf } from "@/lib/nodes/ports/ports";
import { openSealed } from "../sealed-connection";
import { type ManagedService, managedSecrets } from "./managed-service";

/** What customers connect to, from the present settings and ports of a service. Nothing when it was deleted. */
export async function recordEndpoints(tx: Tx, id: string, endpointsOf: ManagedService["endpoints"]): Promise<void> {
  const provider = await tx.prisma.hostedProvider.findUnique({ where: { id } });
  if (!provider) return;
  const held = await portsOf(tx, id);
  const endpoints = endpointsOf(managedSecrets.parse(openSealed(provider)), (name) => {
    const port = held.find((item) => item.name === name);
    return { host: port?.publicAddress ?? "", port: port?.port ?? 0 };
  });
  await tx.prisma.hostedProvider.update({ where: { id }, data: { endpoints } });
}
