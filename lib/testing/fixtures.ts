import { type Actor, noOrigin, systemActor } from "@/lib/access/actor";
import type { Role } from "@/lib/access/permissions";
import { newId } from "@/lib/core/ids";
import { sql } from "@/lib/db/transaction";
import { seedTemplateRows } from "@/lib/game-servers/templates/seed-templates";
import { addNode } from "@/lib/nodes/add-node";

/** A user with generous quota, and the actor that stands for them. The password hash is nobody's. */
export async function makeUser(role: Role = "USER", quota: { servers?: number } = {}): Promise<Actor> {
  const id = newId("user");
  const email = `${id}@example.net`;
  await sql().run(
    `INSERT INTO app_user (id, email, name, password_hash, role, max_servers, max_memory_mb, max_cpu_milli, max_disk_mb)
     VALUES ($1, $2, 'Test', 'none', $3, $4, 2000000000, 2000000000, 2000000000)`,
    [id, email, role, quota.servers ?? 1_000_000],
  );
  return { ...systemActor, kind: "user", userId: id, role, name: "Test", email, origin: noOrigin };
}

/** Templates, and one node with free capacity and the given ports. */
export async function makeNode(options: {
  name?: string;
  region?: string;
  portStart: number;
  portEnd: number;
  memory?: number;
  bindAddress?: string;
}): Promise<string> {
  await seedTemplateRows(sql());
  const { id } = await addNode(systemActor, {
    name: options.name ?? "local",
    region: options.region ?? "local",
    memory: options.memory ?? 100_000,
    cpu: 10_000,
    diskSpace: 1_000_000,
    publicAddress: "127.0.0.1",
    bindAddress: options.bindAddress ?? "127.0.0.1",
    portStart: options.portStart,
    portEnd: options.portEnd,
  });
  return id;
}
