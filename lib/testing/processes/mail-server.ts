import { randomBytes } from "node:crypto";
import { Client } from "pg";
import { buildMailImage, mailCapabilities } from "@/lib/hosted-services/mail/server/mail-image";
import { createDockerEngine } from "@/lib/provisioning/docker/engine";
import { freePortRange } from "@/lib/testing/free-port-range";

const dockerHost = "unix:///var/run/docker.sock";
const tag = "lightnode/mail:test";
const internal = { smtp: 25, submission: 587, imaps: 993, store: 5432, doveadm: 8080 } as const;
type PortName = keyof typeof internal;

/** A mail server in a container that only this test uses; started again it has the same ports and mail. */
export class OwnMailServer {
  readonly #key = randomBytes(16).toString("hex");
  readonly #name = `mail-${randomBytes(6).toString("hex")}`;
  // An installation of its own: other tests remove what is left of theirs.
  readonly #engine = createDockerEngine({ dockerHost, installationId: this.#name, networkCidr: "10.211.0.0/16" });
  #first = 0;

  port(name: PortName): number {
    return this.#first + Object.keys(internal).indexOf(name);
  }

  /** As an administrator enters it. */
  connection() {
    return {
      url: `postgresql://lightnode:${this.#key}@127.0.0.1:${this.port("store")}/mail`,
      doveadmUrl: `http://127.0.0.1:${this.port("doveadm")}`,
      doveadmKey: this.#key,
      smtpHost: "127.0.0.1",
      smtpPort: this.port("smtp"),
      publicHost: "mx.mail.example",
      imapsPort: this.port("imaps"),
      submissionPort: this.port("submission"),
    };
  }

  async start(): Promise<void> {
    if (this.#first === 0) await this.#create();
    const startedAt = Date.now();
    await this.#engine.start(this.#name);
    while (Date.now() - startedAt < 60_000) {
      const lines = await this.#engine.logs(this.#name, { tail: 2_000 });
      if (lines.some(({ at, text }) => at.getTime() >= startedAt && text.includes("mail server is ready"))) return;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    throw new Error(`the mail server does not become ready:\n${await this.output()}`);
  }

  async stop(): Promise<void> {
    await this.#engine.kill(this.#name);
  }

  async dispose(): Promise<void> {
    await this.#engine.remove(this.#name);
    await this.#engine.removeVolume(this.#name);
  }

  async output(): Promise<string> {
    const lines = await this.#engine.logs(this.#name, { tail: 200 });
    return lines.map(({ text }) => text).join("\n");
  }

  /** Runs Node in the container; resolves with what it printed. */
  async run(script: string): Promise<string> {
    const { output } = await this.#engine.exec(this.#name, ["/usr/local/bin/node", "-e", script]);
    return output.trim();
  }

  /** Ends or pauses the programs whose command line has this text; the container's own process starts ended ones again. */
  signal(program: string, signal: "SIGSTOP" | "SIGCONT" | "SIGKILL"): Promise<string> {
    return this.run(`const fs = require("node:fs");
      for (const id of fs.readdirSync("/proc").filter((name) => /^\\d+$/.test(name) && name !== String(process.pid))) {
        try {
          if (fs.readFileSync("/proc/" + id + "/cmdline", "utf8").includes(${JSON.stringify(program)}))
            process.kill(Number(id), ${JSON.stringify(signal)});
        } catch {}
      }`);
  }

  /** Names of everything that customers have here. */
  async residue(): Promise<string[]> {
    const rows = await this.query<{ name: string }>(
      "SELECT name FROM mail_domain UNION ALL SELECT email FROM mail_user UNION ALL SELECT email FROM mail_alias",
    );
    return rows.map(({ name }) => name).sort();
  }

  async query<R extends object>(statement: string): Promise<R[]> {
    const client = new Client({ connectionString: this.connection().url, connectionTimeoutMillis: 5_000 });
    client.on("error", () => {});
    await client.connect();
    try {
      return (await client.query<R>(statement)).rows;
    } finally {
      await client.end();
    }
  }

  async #create(): Promise<void> {
    await buildMailImage({ dockerHost }, { tag, cacheFolder: "/tmp/packages" });
    const { imageId } = await this.#engine.ensureImage(tag);
    this.#first = (await freePortRange(Object.keys(internal).length)).portStart;
    await this.#engine.ensureVolume(this.#name, {});
    await this.#engine.createContainer({
      name: this.#name,
      hostname: "mx",
      imageId,
      environment: {
        PANEL_ROLE_VERIFIER: this.#key,
        DOVEADM_KEY: this.#key,
        MAIL_HOSTNAME: "mx.mail.example",
        MAIL_OUTBOUND: "off",
        MEMORY_MB: "512",
      },
      labels: {},
      networkName: "bridge",
      ports: Object.values(internal).map((containerPort, index) => ({
        containerPort,
        protocol: "tcp",
        hostIp: "127.0.0.1",
        hostPort: this.#first + index,
      })),
      volumes: [{ name: this.#name, mountPath: "/data" }],
      memoryMb: 1_024,
      cpus: 2,
      pidsLimit: 1_000,
      readOnlyRoot: true,
      user: "0:0",
      capabilities: mailCapabilities,
      stopSignal: "SIGTERM",
      stopTimeoutSeconds: 20,
      openStdin: false,
    });
  }
}
