import { rmSync } from "node:fs";
import { connect, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { Transform } from "node:stream";

const enginePath = "/var/run/docker.sock";

/** A socket between the panel and the real engine that can be disconnected, made to hang and restored. */
export class EngineProxy {
  readonly #path = path.join(tmpdir(), `engine-proxy-${process.pid}.sock`);
  readonly #sockets = new Set<Socket>();
  readonly #silencers = new Set<() => void>();
  #server: Server | null = null;
  #hanging = false;
  #refusal: { request: RegExp; answer: string; times: number } | null = null;

  get dockerHost(): string {
    return `unix://${this.#path}`;
  }

  /** Calls and streams of the panel that are open right now. */
  get connections(): number {
    return this.#silencers.size;
  }

  /** Everything passes. */
  async open(): Promise<void> {
    await this.cut();
    this.#hanging = false;
    const server = createServer((client) => this.#onConnection(client));
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(this.#path, resolve));
  }

  /** The engine is gone: connections break, new ones are refused. */
  async cut(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    const closed = server && new Promise((resolve) => server.close(resolve));
    this.#destroyAll();
    await closed;
    rmSync(this.#path, { force: true });
  }

  /** Connections are taken, but nothing is ever answered again until {@link open}. */
  hang(): void {
    this.#hanging = true;
    // Open connections stay open: a broken one would say that the engine is gone.
    for (const silence of this.#silencers) silence();
  }

  /** So many requests whose first line matches get this answer, in the engine's form; null: none. */
  refuse(request: RegExp | null, status = 500, message = "", times = Number.POSITIVE_INFINITY): void {
    const body = JSON.stringify({ message });
    const head = `HTTP/1.1 ${status} Refused\r\nContent-Type: application/json\r\nConnection: close`;
    const answer = `${head}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
    this.#refusal = request && { request, answer, times };
  }

  /** Passes requests on, but answers those that {@link refuse} names. */
  #filter(client: Socket): Transform {
    return new Transform({
      transform: (chunk: Buffer, _encoding, done) => {
        const refusal = this.#refusal;
        if (!refusal?.request.test(chunk.toString("latin1")) || refusal.times-- < 1) return done(null, chunk);
        client.end(refusal.answer);
        done();
      },
    });
  }

  #destroyAll(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  #track(socket: Socket, other: () => Socket | null): void {
    this.#sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => {
      this.#sockets.delete(socket);
      other()?.destroy();
    });
  }

  #onConnection(client: Socket): void {
    // Taken by the system just before the cut: it would pass, and keep the server from closing.
    if (!this.#server) return void client.destroy();
    const engine = this.#hanging ? null : connect(enginePath);
    this.#track(client, () => engine);
    if (!engine) return void client.resume();
    this.#track(engine, () => client);
    const filter = this.#filter(client);
    client.pipe(filter).pipe(engine).pipe(client);
    const silence = () => {
      client.unpipe(filter);
      engine.unpipe(client);
      client.resume();
      engine.resume();
    };
    this.#silencers.add(silence);
    client.on("close", () => this.#silencers.delete(silence));
  }
}
