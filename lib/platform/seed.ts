import { statfs } from "node:fs/promises";
import { cpus, totalmem } from "node:os";
import { systemActor } from "@/lib/access/actor";
import { countAdministrators, createAccount, createSetupToken } from "@/lib/auth/accounts/accounts";
import { env } from "@/lib/core/env";
import { mib } from "@/lib/core/units";
import { sql } from "@/lib/db/transaction";
import { seedTemplateRows } from "@/lib/game-servers/templates/seed-templates";
import { addNode } from "@/lib/nodes/add-node";
import { allNodes } from "@/lib/nodes/engines";

/** CPUs of game servers are idle most of the time: a machine's cores are reserved up to four times. */
const cpuOvercommit = 4;

/** Capacity of the machine for servers: everything but a gigabyte (or a fifth) of memory and a tenth of the disk. */
async function localCapacity(): Promise<{ memory: number; cpu: number; diskSpace: number }> {
  const memoryMb = Math.floor(totalmem() / mib);
  const disk = await statfs(env().DATA_DIR);
  const diskMb = Math.floor((disk.bsize * disk.bavail) / mib);
  return {
    memory: Math.max(1, Math.floor((memoryMb - Math.max(1024, memoryMb * 0.2)) / 1024)),
    cpu: cpus().length * cpuOvercommit,
    diskSpace: Math.max(1, Math.floor((diskMb * 0.9) / 1024)),
  };
}

/** Everything a first start needs; harmless to repeat. Returns the setup link's token when nobody can sign in yet. */
export async function seed(): Promise<{ setupToken: string | null }> {
  await seedTemplateRows(sql());
  const nodes = await allNodes(sql());
  if (nodes.length === 0) {
    await addNode(systemActor, {
      name: "local",
      region: "local",
      regionName: "This machine",
      ...(await localCapacity()),
      publicAddress: env().NODE_PUBLIC_ADDRESS,
      bindAddress: env().NODE_BIND_ADDRESS,
      portStart: env().PORT_RANGE_START,
      portEnd: env().PORT_RANGE_END,
    });
  }
  if ((await countAdministrators()) > 0) return { setupToken: null };
  const { ADMIN_EMAIL, ADMIN_PASSWORD } = env();
  if (ADMIN_EMAIL && ADMIN_PASSWORD) {
    await createAccount(systemActor, {
      email: ADMIN_EMAIL,
      name: "Administrator",
      password: ADMIN_PASSWORD,
      role: "ADMIN",
    });
    return { setupToken: null };
  }
  return { setupToken: await createSetupToken() };
}
