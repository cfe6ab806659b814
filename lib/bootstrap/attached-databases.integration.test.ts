import { afterAll, beforeAll, expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { sql } from "@/lib/db/transaction";
import { createServer } from "@/lib/game-servers/lifecycle/create-server";
import { attachDatabase } from "@/lib/hosted-services/databases/attachments/attach-database";
import { detachDatabase } from "@/lib/hosted-services/databases/attachments/detach-database";
import { listAttachedDatabases, listAttachments } from "@/lib/hosted-services/databases/attachments/queries";
import { revealCredentials, rotatePassword } from "@/lib/hosted-services/databases/change-database";
import type { DatabaseKind } from "@/lib/hosted-services/databases/contract";
import { createDatabase } from "@/lib/hosted-services/databases/create-database";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeNode, makeUser } from "@/lib/testing/fixtures";
import { makeProvider } from "@/lib/testing/hosted/make-provider";
import { smallServer } from "@/lib/testing/worker-kit";
import { findWorkload } from "@/lib/workloads/load-workload";
import { workloads } from "./modules";

let environment: TestEnvironment;
let owner: Actor;

beforeAll(async () => {
  environment = await openTestEnvironment();
  await makeNode({ portStart: 28_700, portEnd: 28_760 });
  await makeProvider("mariadb");
  await makeProvider("postgresql");
  owner = await makeUser();
});
afterAll(() => environment.close());

async function database(actor: Actor, name: string, kind?: DatabaseKind): Promise<string> {
  const { id } = await createDatabase(actor, { name, kind, connectionLimit: 5, extensions: [] });
  const finished = { finishedAt: new Date(), state: "succeeded" } as const;
  await sql().prisma.provisioningRun.updateMany({ where: { resourceId: id }, data: finished });
  await sql().prisma.hostedResource.update({ where: { id }, data: { status: "active" } });
  return id;
}

/** As the worker makes the next container. */
async function environmentOf(id: string): Promise<Record<string, string>> {
  const workload = await findWorkload(sql(), id);
  const spec = workload && (await workloads.get("game-server")?.spec(sql(), workload));
  return spec?.environment ?? {};
}

it.each([
  [undefined, "postgresql://"],
  ["postgresql", "postgresql://"],
  ["mariadb", "mysql://"],
] as const)(
  "gives a server the current connections of its databases, until either side ends (%s)",
  async (kind, start) => {
    const owner = await makeUser();
    const server = (await createServer(owner, smallServer)).id;
    const [shop, forum] = [await database(owner, "Shop", kind), await database(owner, "Forum", kind)];
    const before = await environmentOf(server);
    expect(await attachDatabase(owner, shop, { serverId: server, prefix: "DATABASE" })).toMatchObject({
      server: smallServer.name,
      variables: expect.arrayContaining(["DATABASE_URL", "DATABASE_PASSWORD"]),
    });
    await attachDatabase(owner, forum, { serverId: server, prefix: "FORUM" });
    const taken = attachDatabase(owner, forum, { serverId: server, prefix: "DATABASE" });
    await expect(taken).rejects.toMatchObject({ code: "name_taken" });
    const { url } = await revealCredentials(owner, shop);
    expect(url.startsWith(start)).toBe(true);
    expect(await environmentOf(server)).toMatchObject({ ...before, DATABASE_URL: url, FORUM_PORT: "1" });

    const { password } = await rotatePassword(owner, shop, { endSessions: false });
    expect(await environmentOf(server)).toMatchObject({ DATABASE_PASSWORD: password });
    expect((await listAttachedDatabases(server)).items.map(({ name }) => name)).toEqual(["Shop", "Forum"]);

    await detachDatabase(owner, shop, server);
    await sql().prisma.hostedResource.delete({ where: { id: forum } });
    expect(await environmentOf(server)).toEqual(before);
    await attachDatabase(owner, shop, { serverId: server, prefix: "DATABASE" });
    await sql().prisma.workload.delete({ where: { id: server } });
    expect((await listAttachments(owner, shop)).items).toEqual([]);
  },
);

it("attaches to servers of the same owner only", async () => {
  const another = await makeUser();
  const theirs = (await createServer(another, smallServer)).id;
  const own = await database(owner, "Own");
  const notThere = { code: "not_found" };
  await expect(attachDatabase(owner, own, { serverId: theirs, prefix: "A" })).rejects.toMatchObject(notThere);
  await expect(attachDatabase(another, own, { serverId: theirs, prefix: "A" })).rejects.toMatchObject(notThere);
  // Not even staff gives one customer the database of another one.
  const staff = await makeUser("ADMIN");
  await expect(attachDatabase(staff, own, { serverId: theirs, prefix: "A" })).rejects.toMatchObject(notThere);
  const provider = (await sql().prisma.hostedProvider.findFirstOrThrow()).id;
  await expect(attachDatabase(owner, own, { serverId: provider, prefix: "A" })).rejects.toMatchObject(notThere);
  expect(await environmentOf(theirs)).not.toHaveProperty("A_URL");
});
