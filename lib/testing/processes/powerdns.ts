import { type ChildProcess, execFile, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { promisify } from "node:util";
import { z } from "zod";
import { freePortRange } from "@/lib/testing/free-port-range";

const run = promisify(execFile);
const schemaFile = "/usr/share/pdns-backend-sqlite3/schema/schema.sqlite3.sql";

/** A PowerDNS server with sqlite that only this test uses; started again it has the same ports and zones. */
export class OwnPowerDns {
  readonly apiKey = randomBytes(16).toString("hex");
  readonly #directory = mkdtempSync(path.join(tmpdir(), "lightnode-powerdns-"));
  #ports: { dns: number; api: number } | null = null;
  #child: ChildProcess | null = null;
  #output = "";

  get apiUrl(): string {
    return `http://127.0.0.1:${this.#portsNow().api}`;
  }

  get dnsPort(): number {
    return this.#portsNow().dns;
  }

  /** What the server wrote to its log. */
  get output(): string {
    return this.#output;
  }

  async start(): Promise<void> {
    await this.#prepare();
    const child = spawn("/usr/sbin/pdns_server", [`--config-dir=${this.#directory}`], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (this.#output += chunk));
    for (let waitedMs = 0; waitedMs < 15_000; waitedMs += 50) {
      if (child.exitCode !== null) throw new Error(`PowerDNS ended with ${child.exitCode}:\n${this.#output}`);
      const headers = { "X-API-Key": this.apiKey };
      const answer = await fetch(`${this.apiUrl}/api/v1/servers/localhost`, { headers }).catch(() => null);
      if (answer?.ok) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`PowerDNS does not become ready:\n${this.#output}`);
  }

  async stop(signal: "SIGTERM" | "SIGKILL" = "SIGTERM"): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (!child || child.exitCode !== null) return;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill(signal);
    await ended;
  }

  /** The process does not answer, but its sockets are open. */
  pause(): void {
    this.#child?.kill("SIGSTOP");
  }

  resume(): void {
    this.#child?.kill("SIGCONT");
  }

  async dispose(): Promise<void> {
    await this.stop("SIGKILL");
    rmSync(this.#directory, { recursive: true, force: true });
  }

  /** Names of all zones. */
  async zones(): Promise<string[]> {
    const answer = await fetch(`${this.apiUrl}/api/v1/servers/localhost/zones`, {
      headers: { "X-API-Key": this.apiKey },
      signal: AbortSignal.timeout(5_000),
    });
    const zones = z.array(z.object({ name: z.string() })).parse(await answer.json());
    return zones.map(({ name }) => name).sort();
  }

  /** The lines that `dig` prints, such as `dig("+short", "example.com", "A")`. */
  async dig(...question: string[]): Promise<string[]> {
    const args = ["@127.0.0.1", "-p", String(this.dnsPort), "+tries=1", "+time=5", ...question];
    const { stdout } = await run("/usr/bin/dig", args);
    return stdout.split("\n").filter((line) => line !== "");
  }

  #portsNow(): { dns: number; api: number } {
    if (!this.#ports) throw new Error("PowerDNS was not started");
    return this.#ports;
  }

  async #prepare(): Promise<void> {
    if (this.#ports) return;
    const { portStart, portEnd } = await freePortRange(2);
    this.#ports = { dns: portStart, api: portEnd };
    const database = path.join(this.#directory, "pdns.sqlite3");
    const tables = new DatabaseSync(database);
    tables.exec(readFileSync(schemaFile, "utf8"));
    tables.close();
    mkdirSync(path.join(this.#directory, "run"));
    writeFileSync(path.join(this.#directory, "pdns.conf"), this.#settings(database), { mode: 0o600 });
  }

  #settings(database: string): string {
    return [
      "launch=gsqlite3",
      `gsqlite3-database=${database}`,
      "gsqlite3-dnssec=yes",
      "gsqlite3-pragma-foreign-keys=yes",
      "local-address=127.0.0.1",
      `local-port=${this.dnsPort}`,
      `socket-dir=${path.join(this.#directory, "run")}`,
      "daemon=no",
      "guardian=no",
      "disable-syslog=yes",
      "write-pid=no",
      "loglevel=4",
      "api=yes",
      `api-key=${this.apiKey}`,
      "webserver=yes",
      "webserver-address=127.0.0.1",
      `webserver-port=${new URL(this.apiUrl).port}`,
      "webserver-allow-from=127.0.0.1",
      "allow-axfr-ips=",
      // ALIAS is answered by asking a resolver; here the server itself.
      "expand-alias=yes",
      `resolver=127.0.0.1:${this.dnsPort}`,
      // Otherwise the server asks a name on the internet at its start.
      "security-poll-suffix=",
      "default-soa-content=ns1.example.net hostmaster.@ 0 10800 3600 604800 3600",
      "",
    ].join("\n");
  }
}
