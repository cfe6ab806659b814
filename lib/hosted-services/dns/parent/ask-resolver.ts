import { randomInt } from "node:crypto";
import { createSocket, type RemoteInfo } from "node:dgram";
import { getServers } from "node:dns";
import { once } from "node:events";
import { connect, isIPv6 } from "node:net";
import { type Answer, type DecodedPacket, decode, encode, streamEncode } from "dns-packet";
import { configuredResolvers } from "../../resolvers";

/**
 * Questions that Node's own resolver cannot ask: DS records (RFC 4034, 5). By UDP, and by TCP where the answer is too
 * long (RFC 7766).
 */
const timeoutMs = 3_000;
const mostBytes = 65_535;
/** Fits into one packet everywhere (RFC 9715). */
const udpPayloadSize = 1_232;

type Question = { name: string; type: "DS" | "NS" };
type Server = { host: string; port: number };

/** The answers of one type, of the first resolver that answers; none where the name or the type does not exist. */
export async function askResolver({ name, type }: Question): Promise<Answer[]> {
  let failure: unknown = new Error("There is no resolver.");
  for (const server of resolvers()) {
    try {
      return await ask(server, { name: name.replace(/\.$/, ""), type });
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

function resolvers(): Server[] {
  const own = configuredResolvers();
  return (own.length > 0 ? own : getServers()).map((entry) => {
    const [, bracketed, port] = /^\[(.+)\](?::(\d+))?$/.exec(entry) ?? [];
    if (bracketed) return { host: bracketed, port: Number(port ?? 53) };
    if (isIPv6(entry)) return { host: entry, port: 53 };
    const [host = "", number = "53"] = entry.split(":");
    return { host, port: Number(number) };
  });
}

async function ask(server: Server, question: Question): Promise<Answer[]> {
  const signal = AbortSignal.timeout(timeoutMs);
  const query = {
    type: "query" as const,
    id: randomInt(1, 65_535),
    // RD: recursion desired.
    flags: 0x100,
    questions: [question],
    additionals: [
      { type: "OPT" as const, name: ".", udpPayloadSize, flags: 0, options: [], extendedRcode: 0, ednsVersion: 0 },
    ],
  };
  const short = await byUdp(server, encode(query as never), query.id, signal);
  const packet = short.flag_tc ? await byTcp(server, streamEncode(query as never), signal) : short;
  const rcode = "rcode" in packet ? String(packet.rcode) : "NOERROR";
  if (packet.id !== query.id || !["NOERROR", "NXDOMAIN"].includes(rcode))
    throw new Error(`The resolver says ${rcode}.`);
  return (packet.answers ?? []).filter((answer) => answer.type === question.type);
}

/** Answers from elsewhere, or to another question, are not looked at. */
async function byUdp(server: Server, bytes: Buffer, id: number, signal: AbortSignal): Promise<DecodedPacket> {
  const socket = createSocket({ type: isIPv6(server.host) ? "udp6" : "udp4", signal });
  try {
    const failed = once(socket, "error", { signal }).then(([error]) => Promise.reject(error));
    failed.catch(() => {});
    socket.connect(server.port, server.host);
    await Promise.race([once(socket, "connect", { signal }), failed]);
    socket.send(bytes);
    for (;;) {
      const [message] = (await Promise.race([once(socket, "message", { signal }), failed])) as [Buffer, RemoteInfo];
      const packet = decode(message);
      if (packet.id === id) return packet;
    }
  } finally {
    socket.close();
  }
}

async function byTcp(server: Server, bytes: Buffer, signal: AbortSignal): Promise<DecodedPacket> {
  const socket = connect({ ...server, signal });
  try {
    socket.write(bytes);
    let received = Buffer.alloc(0);
    for await (const chunk of socket) {
      received = Buffer.concat([received, chunk]);
      if (received.length > mostBytes + 2) break;
      if (received.length >= 2 && received.length >= 2 + received.readUInt16BE(0)) return decode(received.subarray(2));
    }
    throw new Error("The resolver ended the connection.");
  } finally {
    socket.destroy();
  }
}
