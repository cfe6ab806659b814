import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { Reply } from "zeromq";
import { ensureHome, type Home, homeOf } from "../home";
import { FileLog } from "../log";
import { runExecutor } from "../run/run-executor";
import { saveCredentials } from "../store/credentials";
import { executorId, FakePanel, sampleKey, sampleSecret, signedCommand } from "./fake-panel";

/** An executor's home beside a fake panel, and runs of the executor in it. */
export class Stage {
  readonly panel = new FakePanel();
  readonly home: Home = homeOf(mkdtempSync(path.join(os.tmpdir(), "run-")));
  readonly #closing: (() => unknown)[] = [];

  async open(): Promise<this> {
    await this.panel.start();
    ensureHome(this.home);
    await saveCredentials(this.home, { key: sampleKey, secret: sampleSecret, url: this.panel.url });
    return this;
  }

  async close(): Promise<void> {
    for (const close of this.#closing.splice(0)) await close();
    await this.panel.stop();
  }

  run() {
    const controller = new AbortController();
    const log = new FileLog(this.home.log, () => {});
    const identity = { key: sampleKey, secret: this.panel.secret };
    const { home } = this;
    const ended = runExecutor({
      home,
      identity,
      url: this.panel.url,
      manual: {},
      log,
      signal: controller.signal,
    });
    const stop = () => {
      controller.abort();
      return ended;
    };
    this.#closing.push(stop);
    return { ended, stop };
  }

  give(seq: number, type = "ping", payload: object = {}, more: object = {}) {
    const command = signedCommand(this.panel.signer, { seq, type, payload, ...more });
    this.panel.commands.push(command);
    return command;
  }

  results(seq: number) {
    return this.panel.results.get(`cmd_${seq}`);
  }

  get logged(): string {
    return existsSync(this.home.log) ? readFileSync(this.home.log, "utf8") : "";
  }

  get journal(): string {
    return path.join(this.home.directory, `journal-${executorId}.jsonl`);
  }

  /** A bridge where the configuration says, from now on; what it hears. */
  async bridge({ answers = true } = {}): Promise<string[]> {
    const port = this.panel.fullConfig.zmqPort;
    const socket = new Reply({ linger: 0 });
    await socket.bind(`tcp://127.0.0.1:${port}`);
    this.#closing.unshift(() => socket.close());
    const heard: string[] = [];
    void (async () => {
      for await (const [frame] of socket) {
        heard.push(String(frame));
        if (answers) await socket.send(`re:${frame}`);
      }
    })().catch(() => {});
    return heard;
  }
}

export async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as net.AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
