import { connect, type Socket } from "node:net";
import { coreErrors, isAppError } from "@/lib/core/errors";
import { withTimeout } from "@/lib/core/retry";
import { provisioningErrors } from "../errors";
import { encodeRconPacket, type RconPacket, RconPacketParser, rconTypes } from "./rcon-packets";

/**
 * Remote console client. Commands of one connection run one after another: Minecraft reads one packet at a time and
 * closes the connection when two arrive together.
 */
export type RconOptions = {
  host: string;
  port: number;
  password: string;
  /** For connecting with authentication, and again for each command. */
  timeoutMs?: number;
  signal?: AbortSignal;
};

const defaultTimeoutMs = 5000;
/** Minecraft reads 1460 bytes at once; 14 of them are the frame. */
export const maxCommandBytes = 1446;
const maxReplyBytes = 256 * 1024;
/**
 * Replies from this length on may go on in another packet: Minecraft cuts after 4096 characters, others a bit earlier.
 */
const mayContinueBytes = 3500;
/** Of no known type: servers answer it, after everything that they answered before. */
const sentinelType = 100;
/** After this time without an answer to the sentinel the reply counts as complete. */
const sentinelWaitMs = 1000;
const refusedId = -1;

const unavailable = (cause?: unknown, detail?: string) => provisioningErrors.rcon_unavailable({ cause, detail });

/** `isCut`: the reply was longer than 256 KiB, and the rest is not read. */
export type RconReply = { text: string; isCut: boolean };

/** One command over a connection of its own. Throws `rcon_unavailable`, `rcon_refused` or `validation_failed`. */
export async function sendRconCommand(options: RconOptions, command: string): Promise<RconReply> {
  const connection = await RconConnection.open(options);
  try {
    return await connection.send(command, options.signal);
  } finally {
    connection.close();
  }
}

type Waiting = { resolve: (packet: RconPacket) => void; reject: (error: unknown) => void };

export class RconConnection {
  readonly #socket: Socket;
  readonly #timeoutMs: number;
  readonly #parser = new RconPacketParser();
  readonly #received: RconPacket[] = [];
  #waiting: Waiting | undefined;
  #failure: unknown;
  #lastId = 0;
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(socket: Socket, timeoutMs: number) {
    this.#socket = socket;
    this.#timeoutMs = timeoutMs;
    socket.on("data", (chunk: Buffer) => this.#onData(chunk));
    socket.on("error", (error) => this.#fail(error));
    socket.on("close", () => this.#fail(new Error("the connection was closed")));
  }

  /** Connects and authenticates. */
  static async open(options: RconOptions): Promise<RconConnection> {
    const { host, port, password, timeoutMs = defaultTimeoutMs, signal } = options;
    const connection = new RconConnection(connect({ host, port, noDelay: true }), timeoutMs);
    await connection.#limited(() => connection.#authenticate(password), signal);
    return connection;
  }

  get isOpen(): boolean {
    return this.#failure === undefined;
  }

  /**
   * The reply. Any failure but `validation_failed` closes the connection, and so does a reply that was cut: what comes
   * late could be taken for the next reply.
   */
  send(command: string, signal?: AbortSignal): Promise<RconReply> {
    if (Buffer.byteLength(command) > maxCommandBytes) {
      const errors = [{ path: "command", message: `A command has at most ${maxCommandBytes} bytes.` }];
      return Promise.reject(coreErrors.validation_failed({ errors }));
    }
    const result = this.#turn.then(() => this.#limited(() => this.#execute(command), signal));
    this.#turn = result.catch(() => {});
    return result;
  }

  close(): void {
    this.#fail(new Error("closed by us"));
  }

  async #limited<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    try {
      return await withTimeout(
        this.#timeoutMs,
        async (bound) => {
          const onAbort = () => this.#fail(bound.reason);
          if (bound.aborted) onAbort();
          bound.addEventListener("abort", onAbort, { once: true });
          return work();
        },
        () => unavailable(undefined, `No reply within ${this.#timeoutMs} ms.`),
        signal,
      );
    } catch (error) {
      this.close();
      signal?.throwIfAborted();
      throw isAppError(error) ? error : unavailable(error);
    }
  }

  async #authenticate(password: string): Promise<void> {
    const id = this.#write(rconTypes.auth, password);
    // Source servers send an empty response before the answer.
    let packet = await this.#next();
    while (packet.type !== rconTypes.authResponse) packet = await this.#next();
    if (packet.id === refusedId) throw provisioningErrors.rcon_refused();
    if (packet.id !== id) throw unavailable(undefined, "The answer belongs to another request.");
  }

  async #execute(command: string): Promise<RconReply> {
    const id = this.#write(rconTypes.command, command);
    const first = await this.#nextOf([id]);
    if (first.text.length < mayContinueBytes) return { text: first.text.toString("utf8"), isCut: false };
    // Sent only now: together with the command it would arrive in one read, which Minecraft answers by closing.
    const sentinel = this.#write(sentinelType, "");
    const parts = [first.text];
    let size = first.text.length;
    const giveUp = setTimeout(
      () => this.#waiting?.resolve({ id: sentinel, type: 0, text: Buffer.alloc(0) }),
      sentinelWaitMs,
    );
    try {
      for (
        let packet = await this.#nextOf([id, sentinel]);
        packet.id === id;
        packet = await this.#nextOf([id, sentinel])
      ) {
        size += packet.text.length;
        parts.push(packet.text);
        if (size > maxReplyBytes) break;
      }
    } finally {
      clearTimeout(giveUp);
    }
    const isCut = size > maxReplyBytes;
    if (isCut) this.close();
    // Joined before decoding: a server may cut inside a character. As a stream, so that our own cut leaves no half one.
    const bytes = Buffer.concat(parts).subarray(0, maxReplyBytes);
    return { text: new TextDecoder().decode(bytes, { stream: isCut }), isCut };
  }

  #write(type: number, text: string): number {
    this.#lastId = (this.#lastId % 0x7fffffff) + 1;
    this.#socket.write(encodeRconPacket(this.#lastId, type, text));
    return this.#lastId;
  }

  /** The next packet of one of these requests; one of any other is a late answer or a confused server, and skipped. */
  async #nextOf(ids: number[]): Promise<RconPacket> {
    while (true) {
      const packet = await this.#next();
      if (packet.id === refusedId) throw provisioningErrors.rcon_refused();
      if (ids.includes(packet.id)) return packet;
    }
  }

  #next(): Promise<RconPacket> {
    const ready = this.#received.shift();
    if (ready) return Promise.resolve(ready);
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
    });
  }

  #onData(chunk: Buffer): void {
    try {
      this.#received.push(...this.#parser.push(chunk));
      // No command needs that much at once: a flooding server is disconnected.
      if (this.#received.length > 1000) throw new RangeError("unasked packets");
    } catch (error) {
      this.#fail(error);
    }
    const packet = this.#waiting && this.#received.shift();
    if (!packet) return;
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.resolve(packet);
  }

  #fail(error: unknown): void {
    this.#failure ??= error;
    this.#socket.destroy();
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.reject(this.#failure);
  }
}
