import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { codeOf } from "../contract/harness";
import { encodePacket, encodeString } from "./minecraft-packets";
import { pingMinecraft } from "./minecraft-status";
import { RconConnection, sendRconCommand } from "./rcon";
import { encodeRconPacket, RconPacketParser, rconTypes } from "./rcon-packets";
import { encodeVarInt } from "./varint";

/** The clients against servers that lie, flood, stall and vanish. */
let server: Server | undefined;
const open = new Set<Socket>();

async function serve(
  answer: (socket: Socket, data: Buffer) => void,
  greet?: (socket: Socket) => void,
): Promise<number> {
  server = createServer((socket) => {
    open.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => open.delete(socket));
    socket.on("data", (data) => answer(socket, data));
    greet?.(socket);
  });
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

afterEach(async () => {
  for (const socket of open) socket.destroy();
  await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
  server = undefined;
});

const status = (document: unknown) => encodePacket(0, encodeString(JSON.stringify(document)));

describe("pingMinecraft", () => {
  const answers: [string, Buffer][] = [
    ["text of another protocol", Buffer.from("HTTP/1.1 400 Bad Request\r\n\r\n")],
    ["an enormous length", encodeVarInt(2 ** 31 - 1)],
    ["a negative length", encodeVarInt(-1)],
    ["a packet of another id", encodePacket(5, encodeString("{}"))],
    ["a string longer than its packet", encodePacket(0, encodeVarInt(1000), Buffer.from("short"))],
    ["no JSON", encodePacket(0, encodeString("{"))],
    ["JSON that is no object", encodePacket(0, encodeString("[1]"))],
  ];
  test.each(answers)("%s is game_unreachable", async (_, bytes) => {
    const port = await serve((socket) => socket.write(bytes));
    expect(await codeOf(pingMinecraft({ host: "127.0.0.1", port, timeoutMs: 1000 }))).toBe("game_unreachable");
    await expect.poll(() => open.size).toBe(0);
  });

  test("a truncated answer, a closed and a refused connection too", async () => {
    const truncated = await serve((socket) => socket.end(status({}).subarray(0, 2)));
    expect(await codeOf(pingMinecraft({ host: "127.0.0.1", port: truncated }))).toBe("game_unreachable");
    server?.close();
    expect(await codeOf(pingMinecraft({ host: "127.0.0.1", port: truncated }))).toBe("game_unreachable");
  });

  test("one that sends a byte now and then does not outlast the deadline", async () => {
    const port = await serve(
      () => {},
      (socket) => {
        const timer = setInterval(() => socket.write(Buffer.from([0xff])), 60);
        socket.on("close", () => clearInterval(timer));
        socket.write(encodeVarInt(5000));
      },
    );
    const startedAt = performance.now();
    expect(await codeOf(pingMinecraft({ host: "127.0.0.1", port, timeoutMs: 300 }))).toBe("game_unreachable");
    expect(performance.now() - startedAt).toBeLessThan(600);
    await expect.poll(() => open.size).toBe(0);
  });

  test("one that does not answer the ping is online nevertheless", async () => {
    const port = await serve((socket) => socket.end(status({ players: { online: 1, max: 2 } })));
    const found = await pingMinecraft({ host: "127.0.0.1", port });
    expect(found).toMatchObject({ playersOnline: 1, playersMax: 2 });
    expect(found.latencyMs).toBeGreaterThan(0);
  });

  test("the caller may give up", async () => {
    const port = await serve(() => {});
    const abort = new AbortController();
    setTimeout(() => abort.abort(new Error("enough")), 50);
    await expect(pingMinecraft({ host: "127.0.0.1", port, signal: abort.signal })).rejects.toThrow("enough");
    await expect.poll(() => open.size).toBe(0);
  });
});

type Reply = (socket: Socket, id: number, text: string, type: number) => void;

/** An RCON server that lets everybody in and answers commands like this. */
function rcon(reply: Reply): Promise<number> {
  const parsers = new WeakMap<Socket, RconPacketParser>();
  return serve((socket, data) => {
    const parser = parsers.get(socket) ?? new RconPacketParser();
    parsers.set(socket, parser);
    for (const packet of parser.push(data)) {
      if (packet.type === rconTypes.auth) socket.write(encodeRconPacket(packet.id, rconTypes.authResponse, ""));
      else reply(socket, packet.id, packet.text.toString(), packet.type);
    }
  });
}
const to = (port: number, timeoutMs = 1000) => ({ host: "127.0.0.1", port, password: "p", timeoutMs });
const send = (socket: Socket, id: number, text: string) => socket.write(encodeRconPacket(id, rconTypes.response, text));

describe("RCON", () => {
  test("an empty response before the authentication's, as Source servers send, is fine", async () => {
    let authenticated = false;
    const port = await serve((socket, data) => {
      const id = data.readInt32LE(4);
      if (authenticated) return send(socket, id, "done");
      authenticated = true;
      send(socket, id, "");
      return socket.write(encodeRconPacket(id, rconTypes.authResponse, ""));
    });
    expect((await sendRconCommand(to(port), "x")).text).toBe("done");
  });

  test("a reply of another request is not taken for ours", async () => {
    const port = await rcon((socket, id) => {
      send(socket, id + 77, "somebody else's");
      send(socket, id, "mine");
    });
    expect((await sendRconCommand(to(port), "x")).text).toBe("mine");
  });

  test("a server that reads one packet at a time is never sent two", async () => {
    let most = 0;
    let arrived = 0;
    const port = await rcon((socket, id, text, type) => {
      most = Math.max(most, ++arrived);
      setTimeout(() => {
        arrived--;
        send(socket, id, type === rconTypes.command ? `${text}-`.repeat(1000) : "Unknown request 64");
      }, 5);
    });
    const connection = await RconConnection.open(to(port));
    const replies = await Promise.all(["a", "b", "long"].map((text) => connection.send(text)));
    expect(replies.map(({ text }) => text.length)).toEqual([2000, 2000, 5000]);
    expect(most).toBe(1);
    connection.close();
  });

  test("a character cut between two packets is whole again", async () => {
    const bytes = Buffer.from("€".repeat(2000));
    const cut = (id: number, part: Buffer) => {
      const packet = encodeRconPacket(id, rconTypes.response, "x".repeat(part.length));
      part.copy(packet, 12);
      return packet;
    };
    const port = await rcon((socket, id, _, type) => {
      if (type !== rconTypes.command) return send(socket, id, "Unknown request 64");
      socket.write(cut(id, bytes.subarray(0, 4096)));
      return socket.write(cut(id, bytes.subarray(4096)));
    });
    expect((await sendRconCommand(to(port), "x")).text).toBe("€".repeat(2000));
  });

  test("a server that ignores the sentinel costs a second, not the reply", async () => {
    const port = await rcon((socket, id, _, type) => {
      if (type === rconTypes.command) send(socket, id, "y".repeat(4000));
    });
    expect((await sendRconCommand(to(port, 3000), "x")).text).toHaveLength(4000);
  });

  test("an endless reply is cut after 256 KiB, says so, and ends the connection", async () => {
    const port = await rcon((socket, id) => {
      for (let part = 0; part < 100; part++) send(socket, id, "z€".repeat(1024));
    });
    const connection = await RconConnection.open(to(port));
    const reply = await connection.send("x");
    expect(reply.isCut).toBe(true);
    expect(reply.text).toBe("z€".repeat(65_536));
    expect(connection.isOpen).toBe(false);
    await expect.poll(() => open.size).toBe(0);
  });

  test.each<[string, (socket: Socket) => void]>([
    ["says nothing", () => {}],
    ["closes", (socket) => socket.destroy()],
    ["sends a huge length", (socket) => socket.write(Buffer.from("ffffff7f", "hex"))],
    ["sends a negative length", (socket) => socket.write(Buffer.from("ffffffff", "hex"))],
    ["speaks HTTP", (socket) => socket.write("HTTP/1.1 400 Bad Request\r\n\r\n")],
    [
      "floods with others' packets",
      (socket) => socket.write(Buffer.concat(Array(3000).fill(encodeRconPacket(9, 0, "")))),
    ],
  ])("a server that %s is rcon_unavailable in time", async (_, behave) => {
    const port = await serve((socket) => behave(socket));
    const startedAt = performance.now();
    expect(await codeOf(sendRconCommand(to(port, 300), "x"))).toBe("rcon_unavailable");
    expect(performance.now() - startedAt).toBeLessThan(800);
    await expect.poll(() => open.size).toBe(0);
  });

  test("a refused password is distinguished", async () => {
    const port = await serve((socket) => socket.write(encodeRconPacket(-1, rconTypes.authResponse, "")));
    expect(await codeOf(sendRconCommand(to(port), "x"))).toBe("rcon_refused");
  });

  test("after a command that timed out the connection is closed, so that a late reply cannot be mistaken", async () => {
    const port = await rcon((socket, id, text) => setTimeout(() => send(socket, id, text), text === "slow" ? 250 : 0));
    const connection = await RconConnection.open(to(port, 150));
    expect((await connection.send("quick")).text).toBe("quick");
    expect(await codeOf(connection.send("slow"))).toBe("rcon_unavailable");
    expect(connection.isOpen).toBe(false);
    expect(await codeOf(connection.send("quick"))).toBe("rcon_unavailable");
  });
});
