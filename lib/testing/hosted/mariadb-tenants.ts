import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { openMariadb } from "@/lib/hosted-services/databases/mariadb/mariadb-connection";
import { mariadbImage } from "@/lib/hosted-services/databases/mariadb/mariadb-server";
import { nativeHash } from "@/lib/hosted-services/databases/mariadb/native-hash";
import { createProvider } from "@/lib/hosted-services/providers/create-provider";
import { buildPackageImage } from "@/lib/provisioning/local-images/build-package-image";
import { makeUser } from "../fixtures";
import { freePortRange } from "../free-port-range";
import { until } from "../until";

const run = promisify(execFile);
const docker = (...args: string[]) => run("/usr/bin/docker", args);

/** A MariaDB server of the panel's image that only this test uses; started again it has the same ports and data. */
export class MariadbTenants {
  readonly #name = `lightnode-test-mariadb-${randomBytes(6).toString("hex")}`;
  readonly #password = randomBytes(16).toString("hex");
  readonly #key = randomBytes(16).toString("hex");
  #ports: { sql: number; agent: number } | null = null;

  get url(): string {
    return `mysql://lightnode:${this.#password}@127.0.0.1:${this.#ports?.sql ?? 0}`;
  }

  connection({ withAgent = true } = {}) {
    const agent = { url: `http://127.0.0.1:${this.#ports?.agent ?? 0}`, key: this.#key };
    const { sql: publicPort = 0 } = this.#ports ?? {};
    return { url: this.url, publicHost: "127.0.0.1", publicPort, ...(withAgent ? { agent } : {}) };
  }

  /** Resolves with the id of the provider. */
  async connect(options?: { withAgent?: boolean }): Promise<string> {
    const connection = this.connection(options);
    const input = { kind: "mariadb", name: "MariaDB tenants", mode: "external" as const, connection };
    return (await createProvider(await makeUser("ADMIN"), input)).id;
  }

  async start(): Promise<void> {
    if (this.#ports) await docker("start", this.#name);
    else await this.#create();
    await until(
      "MariaDB to answer",
      async () => {
        const { stdout, stderr } = await docker("logs", "--tail", "3", this.#name);
        if (!`${stdout}${stderr}`.includes("database server is ready")) return false;
        return query(this.url, "SELECT 1").then(
          () => true,
          () => false,
        );
      },
      60_000,
    );
  }

  async #create(): Promise<void> {
    const cacheFolder = path.join(tmpdir(), "lightnode-test-packages");
    await buildPackageImage({ dockerHost: "unix:///var/run/docker.sock" }, mariadbImage, { cacheFolder });
    const { portStart: sql, portEnd: agent } = await freePortRange(2);
    this.#ports = { sql, agent };
    const environment = [
      `PANEL_PASSWORD_HASH=${nativeHash(this.#password)}`,
      `AGENT_KEY=${this.#key}`,
      "MEMORY_MB=256",
    ];
    await docker(
      ...["run", "--detach", "--name", this.#name, "--read-only", "--tmpfs", "/tmp", "--cap-drop", "ALL"],
      ...["--publish", `127.0.0.1:${sql}:3306`, "--publish", `127.0.0.1:${agent}:8080`, "--volume", "/data"],
      ...environment.flatMap((line) => ["--env", line]),
      mariadbImage.tag,
    );
  }

  async stop(): Promise<void> {
    await docker("stop", "--time", "20", this.#name);
  }

  async dispose(): Promise<void> {
    await docker("rm", "--force", "--volumes", this.#name);
  }

  /** As the account that owns the server. */
  async asRoot(statement: string): Promise<string> {
    const args = ["/usr/bin/mariadb", "--no-defaults", "--socket=/tmp/mariadb.sock", "--user=game", "--batch"];
    const { stdout } = await docker("exec", this.#name, ...args, "--skip-column-names", `--execute=${statement}`);
    return stdout;
  }

  /** Names of databases, accounts and marks that are not the server's own. */
  async residue(): Promise<string[]> {
    const text = await this.asRoot(
      `SELECT SCHEMA_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME REGEXP '^[ds]_'
       UNION ALL SELECT concat(User, '@', Host) FROM mysql.global_priv WHERE User REGEXP '^[rob]_'
       UNION ALL SELECT concat(User, ' on ', Db) FROM mysql.db WHERE User REGEXP '^[rob]_'
       UNION ALL SELECT concat('mark of ', TABLE_NAME) FROM information_schema.TABLES
         WHERE TABLE_SCHEMA = 'lightnode' AND TABLE_NAME <> 'tenant'`,
    );
    const marks = await this.asRoot("SELECT name FROM lightnode.tenant").catch(() => "");
    return `${text}${marks}`.split("\n").filter((line) => line !== "");
  }
}

/** One statement on a connection of its own; rejects as the server does. */
export async function query(url: string, text: string): Promise<Record<string, unknown>[]> {
  const connection = await openMariadb(url);
  try {
    const [rows] = await connection.query(text);
    return Array.isArray(rows) ? rows.map((row) => ({ ...row })) : [];
  } finally {
    connection.destroy();
  }
}
