import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { freePort } from "../../../scripts/setup/postgres.mjs";
import { until } from "../until";

/** A real Redis that keeps nothing on disk. `kill` and `start` again to see what happens while it is away. */
export class TestRedis {
  #child: ChildProcess | null = null;
  #port = 0;

  static async start(): Promise<TestRedis> {
    const redis = new TestRedis();
    redis.#port = Number(await freePort(0));
    await redis.start();
    return redis;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.#port}`;
  }

  async start(): Promise<void> {
    const args = [
      "--port",
      String(this.#port),
      "--bind",
      "127.0.0.1",
      "--save",
      "",
      "--appendonly",
      "no",
      "--dir",
      "/tmp",
    ];
    this.#child = spawn("/usr/bin/redis-server", args, { stdio: "ignore" });
    await until("Redis", async () => this.#answers());
  }

  async kill(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (!child) return;
    const ended = once(child, "close");
    child.kill("SIGKILL");
    await ended;
  }

  #answers(): Promise<boolean> {
    return new Promise((resolve) => {
      const socket = connect(this.#port, "127.0.0.1");
      socket.once("connect", () => socket.end(() => resolve(true)));
      socket.once("error", () => resolve(false));
    });
  }
}
