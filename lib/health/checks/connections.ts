import { connect } from "node:tls";
import { clockSetBackSeconds } from "@/lib/auth/factors/clock-set-back";
import { env } from "@/lib/core/env";
import { openRedis } from "@/lib/redis/connection";
import { below, type HealthCheck, ok } from "../check";
import { healthFacts } from "../facts";

export const webCheck: HealthCheck = {
  name: "web",
  label: "Web",
  unit: "ms",
  async run(signal) {
    const { HOST, PORT } = env();
    const host = HOST === "0.0.0.0" || HOST === "::" ? "127.0.0.1" : HOST;
    const startedAt = performance.now();
    const answer = await fetch(`http://${host}:${PORT}/api/health`, { signal });
    const took = performance.now() - startedAt;
    if (answer.ok) return ok(took);
    return { state: "failed", detail: `The panel answers ${answer.status}.` };
  },
};

export const realtimeCheck: HealthCheck = {
  name: "realtime",
  label: "Live updates",
  unit: "ms",
  async run(signal) {
    const { PUSHER_HOST, PUSHER_PORT, PUSHER_TLS } = env();
    if (!PUSHER_HOST) return ok(undefined, "Hosted by Pusher.");
    const scheme = PUSHER_TLS ? "https" : "http";
    const startedAt = performance.now();
    const answer = await fetch(`${scheme}://${PUSHER_HOST}:${PUSHER_PORT ?? 443}/up`, { signal });
    const took = performance.now() - startedAt;
    if (answer.ok) return ok(took);
    const text = "Pages still work, and load their data again every few seconds. Start the panel again.";
    return { state: "failed", detail: `answers ${answer.status}`, advice: { text } };
  },
};

export const redisCheck: HealthCheck = {
  name: "redis",
  label: "Redis",
  unit: "ms",
  async run(signal) {
    const { REDIS_URL } = env();
    if (!REDIS_URL) return { state: "off", detail: "not used" };
    const startedAt = performance.now();
    if (await answersPing(REDIS_URL, signal)) return ok(performance.now() - startedAt);
    const text =
      "PostgreSQL counts limits meanwhile, but several realtime processes do not share events. Start Redis again.";
    return { state: "degraded", detail: "does not answer", advice: { text } };
  },
};

/** On a connection of its own, so that a process needs none between two checks. */
async function answersPing(url: string, signal: AbortSignal): Promise<boolean> {
  const client = await openRedis({ url, log: undefined });
  const end = () => client.destroy();
  signal.addEventListener("abort", end, { once: true });
  try {
    return client.isReady && (await client.ping()) === "PONG";
  } catch {
    return false;
  } finally {
    signal.removeEventListener("abort", end);
    if (!signal.aborted) end();
  }
}

export const mailCheck: HealthCheck = {
  name: "mail",
  label: "Mail and messages",
  unit: "s",
  async run() {
    const { oldestDelivery, failedDeliveries } = await healthFacts();
    const waiting = oldestDelivery ?? 0;
    const advice = {
      text: "Read why in the outbox, and correct the mail server or the channel.",
      href: "/admin/outbox",
    };
    if (failedDeliveries > 0) {
      const detail = `${failedDeliveries} ${failedDeliveries === 1 ? "message" : "messages"} failed in the last hour.`;
      return { state: "degraded", value: waiting, detail, advice };
    }
    if (waiting > 600)
      return { state: "degraded", value: waiting, detail: "Messages wait for over ten minutes.", advice };
    if (!env().SMTP_URL) return { state: "off", detail: "No mail server is set (SMTP_URL). Mails wait in the outbox." };
    return ok(waiting);
  },
};

export const servicesCheck: HealthCheck = {
  name: "services",
  label: "Hosted services",
  async run() {
    const down = (await healthFacts()).services.filter(({ error }) => error !== null);
    if (down.length === 0) return ok();
    const detail = down
      .map(({ name, error }) => `${name}: ${error}`)
      .join(" ")
      .slice(0, 300);
    return { state: "degraded", detail, advice: { text: "Test the service on its page.", href: "/admin/services" } };
  },
};

export const clockCheck: HealthCheck = {
  name: "clock",
  label: "Clock",
  unit: "s",
  async run() {
    const seconds = clockSetBackSeconds((await healthFacts()).lastCodeStep, Date.now());
    if (seconds === 0) return ok(0);
    return {
      state: "failed",
      value: seconds,
      detail: `The clock was set back by about ${seconds} s since an authenticator code was used. Codes are refused until the clock is correct.`,
      advice: { text: "Switch on time synchronisation on the machine.", command: "timedatectl set-ntp true" },
    };
  },
};

const dayMs = 86_400_000;

export const certificateCheck: HealthCheck = {
  name: "certificate",
  label: "Certificate",
  unit: "days",
  async run(signal) {
    const url = new URL(env().NEXTAUTH_URL);
    if (url.protocol !== "https:") return { state: "off", detail: "The panel is opened without TLS." };
    const until = await validUntil(url, signal);
    const days = (until - Date.now()) / dayMs;
    const state = below(days, { degraded: 14, failed: 3 });
    const text =
      "Renew the certificate of the proxy in front of the panel, or the files of TLS_CERT and TLS_KEY. With ACME_DOMAINS the panel renews it: Administration > Jobs shows why it did not.";
    return { state, value: days, ...(state === "ok" ? {} : { advice: { text, command: "certbot renew" } }) };
  },
};

/** When the certificate that clients see ends, in milliseconds. One that is not trusted is read too. */
function validUntil({ hostname, port }: URL, signal: AbortSignal): Promise<number> {
  return new Promise((resolve, reject) => {
    const options = { host: hostname, port: Number(port || 443), servername: hostname, rejectUnauthorized: false };
    const socket = connect(options, () => {
      resolve(Date.parse(socket.getPeerCertificate().valid_to));
      socket.destroy();
    });
    socket.on("error", reject);
    signal.addEventListener("abort", () => socket.destroy(), { once: true });
  });
}
