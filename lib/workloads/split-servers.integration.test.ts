import { randomBytes } from "node:crypto";
import { cpSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Client } from "pg";
import { afterAll, expect, it } from "vitest";
import { migrate } from "@/lib/db/migrations/migrate";
import { adminQuery, testServerUrl } from "@/lib/testing/environment";

/** The migration that made workloads of servers keeps every server, its run, its timeline and its ports. */
const migration = "20261127070000_workloads";
const name = `test_${randomBytes(6).toString("hex")}`;
const before = mkdtempSync(path.join(tmpdir(), "lightnode-migrations-"));

afterAll(async () => {
  rmSync(before, { recursive: true, force: true });
  await adminQuery(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
});

it("a server from before is the same afterwards", async () => {
  for (const entry of readdirSync("prisma/migrations")) {
    if (entry < migration) cpSync(`prisma/migrations/${entry}`, path.join(before, entry), { recursive: true });
  }
  await adminQuery(`CREATE DATABASE ${name}`);
  const url = new URL(testServerUrl());
  url.pathname = `/${name}`;
  await migrate(url.toString(), before);
  const client = new Client({ connectionString: url.toString() });
  await client.connect();
  try {
    await client.query(`
      INSERT INTO app_user (id, email, name, password_hash) VALUES ('usr_1', 'a@example.net', 'A', 'none');
      INSERT INTO region (id, slug, name) VALUES ('reg_1', 'r', 'R');
      INSERT INTO node (id, region_id, name, memory_mb, cpu_milli, disk_mb) VALUES ('nod_1', 'reg_1', 'n', 1, 1, 1);
      INSERT INTO address (id, node_id, public_address, bind_address, port_start, port_end)
        VALUES ('adr_1', 'nod_1', '192.0.2.1', '0.0.0.0', 1, 2);
      INSERT INTO template (id, slug, name, description, image, spec) VALUES ('tpl_1', 't', 'T', '', 'i', '{}');
      INSERT INTO server (id, owner_id, name, status, template_id, region_id, node_id, address_id, public_address, game_port,
          rcon_port, memory_mb, disk_mb, cpu_milli, version, environment, announced_address, network_number)
        VALUES ('srv_1', 'usr_1', 'S', 'online', 'tpl_1', 'reg_1', 'nod_1', 'adr_1', '192.0.2.1', 25565, 25575, 512, 1024,
          1000, '1', '{"MOTD":"m"}', '192.0.2.1:25565', 2);
      INSERT INTO provisioning_run (id, server_id, node_id, kind, follow_up)
        VALUES ('run_1', 'srv_1', 'nod_1', 'restart', 'delete');
      INSERT INTO server_event (server_id, step, status, message) VALUES ('srv_1', 'accept', 'done', 'm');
      INSERT INTO port (address_id, protocol, port, state, server_id, name) VALUES ('adr_1', 'tcp', 1, 'bound', 'srv_1', 'game');
      INSERT INTO server_member (server_id, user_id, permissions) VALUES ('srv_1', 'usr_1', '{server.read}');
    `);
    await migrate(url.toString(), "prisma/migrations");
    const { rows } = await client.query(
      `SELECT w.kind, w.owner_id, w.name, w.status, w.main_port, w.network_number, w.announced_address, s.rcon_port,
              s.environment, r.resource_kind, r.kind AS run, r.follow_up, e.message, p.port, m.permissions
       FROM workload w JOIN server s USING (id) JOIN provisioning_run r ON r.resource_id = w.id
       JOIN resource_event e ON e.resource_id = w.id JOIN port p ON p.resource_id = w.id
       JOIN resource_member m ON m.resource_id = s.id`,
    );
    expect(rows).toEqual([
      {
        kind: "game-server",
        owner_id: "usr_1",
        name: "S",
        status: "online",
        main_port: 25565,
        network_number: 2,
        announced_address: "192.0.2.1:25565",
        rcon_port: 25575,
        environment: { MOTD: "m" },
        resource_kind: "game-server",
        run: "restart",
        follow_up: "delete",
        message: "m",
        port: 1,
        permissions: ["server.read"],
      },
    ]);
    // The feature's row and the shares go with the workload.
    await client.query("DELETE FROM port; DELETE FROM workload");
    const left = await client.query(
      "SELECT (SELECT count(*) FROM server) + (SELECT count(*) FROM resource_member) AS n",
    );
    expect(left.rows).toEqual([{ n: "0" }]);
  } finally {
    await client.end();
  }
});
