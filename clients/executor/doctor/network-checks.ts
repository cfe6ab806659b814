import { lookup } from "node:dns/promises";
import net from "node:net";
import tls from "node:tls";
import { bridgeAddress } from "../bridge/address";
import { connectionReason, request } from "../panel/request";
import { type Check, checked } from "./check";

/** Checks of the network path to the panel, one layer after the other; none needs credentials. */
const timeoutMs = 5_000;

const portOf = (url: URL) => Number(url.port || (url.protocol === "https:" ? 443 : 80));
const hostOf = (url: URL) => url.hostname.replace(/^\[|\]$/g, "");

export function checkDns(url: URL): Promise<Check> {
  return checked("DNS", "Check the panel's address and this machine's DNS servers.", async () => {
    const host = hostOf(url);
    if (net.isIP(host)) return { state: "ok", detail: `${host} is an address` };
    const limit = new Promise<never>((_, reject) => {
      setTimeout(() => reject(new Error("the DNS does not answer")), timeoutMs).unref();
    });
    const found = await Promise.race([lookup(host, { all: true }), limit]).catch((error) => {
      throw new Error(`${host}: ${connectionReason(error).reason}`);
    });
    return { state: "ok", detail: `${host} is ${found.map(({ address }) => address).join(", ")}` };
  });
}

function connected(socket: net.Socket, event: "connect" | "secureConnect"): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.setTimeout(timeoutMs, () => socket.destroy(Object.assign(new Error("timeout"), { code: "ETIMEDOUT" })));
    socket.once(event, () => resolve());
    socket.once("error", (error) => reject(new Error(connectionReason(error).reason)));
  });
}

export function checkTcp(url: URL): Promise<Check> {
  const port = portOf(url);
  return checked(
    "TCP",
    `Let this machine connect to ${hostOf(url)} port ${port}; check the firewalls on the network path.`,
    async () => {
      const startedAt = performance.now();
      const socket = net.connect({ host: hostOf(url), port });
      try {
        await connected(socket, "connect");
        return { state: "ok", detail: `port ${port} answers in ${Math.round(performance.now() - startedAt)} ms` };
      } finally {
        socket.destroy();
      }
    },
  );
}

export function checkTls(url: URL): Promise<Check> {
  return checked("TLS", "Correct the certificate, or give its CA with NODE_EXTRA_CA_CERTS=/path/ca.pem.", async () => {
    const host = hostOf(url);
    if (url.protocol !== "https:") {
      const isLocal = ["localhost", "127.0.0.1", "::1"].includes(host);
      const detail = "the panel is called without encryption";
      const cure = "Put TLS in front of the panel: anyone on the network path can read the secret.";
      return isLocal ? { state: "ok", detail: `${detail}, on this machine` } : { state: "warning", detail, cure };
    }
    const socket = tls.connect({ host, port: portOf(url), ...(net.isIP(host) ? {} : { servername: host }) });
    try {
      await connected(socket, "secureConnect");
      const days = Math.floor((Date.parse(socket.getPeerCertificate().valid_to) - Date.now()) / 86_400_000);
      const detail = `${socket.getProtocol() ?? "TLS"}, the certificate is good for ${days} days`;
      return days < 7 ? { state: "warning", detail, cure: "Renew the certificate." } : { state: "ok", detail };
    } finally {
      socket.destroy();
    }
  });
}

/** The panel answers, and says what time it is. */
export async function checkPanelAndClock(url: URL): Promise<Check[]> {
  let date = Number.NaN;
  const panel = await checked("Panel", "Check the address: open it in a browser on this machine.", async () => {
    const answer = await request({ method: "GET", url: new URL("/api/health", url), headers: {}, timeoutMs });
    date = Date.parse(answer.headers.date ?? "");
    if (answer.status >= 300 && answer.status < 400) {
      const cure = `Use --url with ${answer.headers.location ?? "the address it sends to"}.`;
      return { state: "failed", detail: `${url.origin} sends elsewhere`, cure };
    }
    const isPanel = answer.status === 200 && /"status":\s*"ok"/.test(answer.text);
    if (!isPanel) throw new Error(`what answers at ${url.origin} is not a LightNode panel (status ${answer.status})`);
    return { state: "ok", detail: `${url.origin} answers in ${Math.round(answer.tookMs)} ms` };
  });
  return [panel, clockCheck(date, Date.now())];
}

/** Pure. */
export function clockCheck(panelMs: number, ownMs: number): Check {
  const name = "Clock";
  if (Number.isNaN(panelMs)) return { name, state: "warning", detail: "the panel did not send its time" };
  const seconds = Math.round((ownMs - panelMs) / 1_000);
  if (Math.abs(seconds) <= 60) return { name, state: "ok", detail: "agrees with the panel's" };
  const detail = `${Math.abs(seconds)} seconds ${seconds > 0 ? "ahead of" : "behind"} the panel's`;
  return { name, state: "warning", detail, cure: "Switch on time synchronisation on this machine." };
}

/** Whether a ZeroMQ peer answers: it sends its greeting first (ZMTP 3, RFC 23: 0xFF, eight bytes, 0x7F). */
export function checkZeromq(host: string, port: number): Promise<Check> {
  const where = bridgeAddress(host, port);
  const cure = "Only bridge.send needs it. Start the program behind the bridge, or change the address in the panel.";
  return checked("ZeroMQ", cure, async () => {
    const socket = net.connect({ host, port });
    try {
      const greeting = await new Promise<Buffer>((resolve, reject) => {
        const parts: Buffer[] = [];
        socket.setTimeout(2_000, () => reject(new Error("it sends no ZMTP greeting")));
        socket.once("error", (error) => reject(new Error(connectionReason(error).reason)));
        socket.once("close", () => reject(new Error("it closed the connection")));
        socket.on("data", (chunk) => {
          parts.push(chunk);
          const all = Buffer.concat(parts);
          if (all.length >= 10) resolve(all);
        });
        // A peer of some versions waits for the first byte of ours.
        socket.once("connect", () => socket.write(Buffer.from([0xff, 0, 0, 0, 0, 0, 0, 0, 1, 0x7f])));
      });
      if (greeting[0] === 0xff && greeting[9] === 0x7f)
        return { state: "ok", detail: `a ZeroMQ peer answers at ${where}` };
      return { state: "warning", detail: `what answers at ${where} is no ZeroMQ peer`, cure };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return { state: "warning", detail: `${where}: ${reason}`, cure };
    } finally {
      socket.destroy();
    }
  });
}
