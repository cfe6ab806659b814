import { createHash } from "node:crypto";
import type { RequestOrigin } from "@/lib/access/actor";
import { env } from "@/lib/core/env";
import { executorChannel } from "@/lib/realtime/contract";
import { publicRealtimeConfig } from "@/lib/realtime/publisher";
import { publicSigningKeys } from "../commands/signing";
import type { CallingExecutor } from "../credentials/authenticate-executor";
import { reconnectSpreadMs } from "../fleet/reconnect-spread";
import { recordDeduplicatedAudit } from "../record-deduplicated-audit";
import type { ConfigAnswer } from "./contract";

/** Everything an executor needs in order to run, from its row and the environment; nothing of it is secret. */
export function configOf(executor: CallingExecutor): ConfigAnswer {
  const platformUrl = env().NEXTAUTH_URL;
  const realtime = publicRealtimeConfig(env(), new URL(platformUrl).host);
  return {
    success: true,
    config: {
      executorId: executor.id,
      name: executor.name,
      pusherKey: realtime.key,
      pusherCluster: realtime.cluster,
      ...(realtime.wsHost === undefined ? {} : { pusherHost: realtime.wsHost }),
      ...(realtime.wsPort === undefined ? {} : { pusherPort: realtime.wsPort }),
      pusherTls: realtime.forceTLS,
      channel: executorChannel(executor.id),
      platformUrl,
      ...executor.config,
      configVersion: executor.configVersion,
      secretExpiresAt: executor.expiresAt?.toISOString() ?? null,
      reconnectSpreadMs: reconnectSpreadMs(),
      signingKeys: publicSigningKeys(),
    },
  };
}

type Answered = { text: string; etag: string };
type Held = Answered &
  Pick<CallingExecutor, "name" | "configVersion"> & { expiresAtMs: number | null; spreadMs: number };
const held = new Map<string, Held>();
const maxHeld = 5_000;

/**
 * The answer as text with its strong validator, which changes with anything in it, the panel's own address and keys
 * included. Cached per executor as long as its inputs are the same.
 */
export function answerConfig(executor: CallingExecutor): Answered {
  const { id, name, configVersion } = executor;
  const expiresAtMs = executor.expiresAt?.getTime() ?? null;
  const spreadMs = reconnectSpreadMs();
  const known = held.get(id);
  const isSame = known?.name === name && known.configVersion === configVersion && known.spreadMs === spreadMs;
  if (isSame && known.expiresAtMs === expiresAtMs) return known;
  const text = JSON.stringify(configOf(executor));
  const digest = createHash("sha256").update(text).digest("base64url").slice(0, 22);
  const answer = { text, etag: `"cfg-${configVersion}-${digest}"`, name, configVersion, expiresAtMs, spreadMs };
  const oldest = held.keys().next();
  if (held.size >= maxHeld && !oldest.done) held.delete(oldest.value);
  held.set(id, answer);
  return answer;
}

/** Whether If-None-Match names this validator (RFC 9110, weak comparison). Pure. */
export function matchesEtag(header: string | null, etag: string): boolean {
  if (header === null) return false;
  return header.split(",").some((item) => item.trim() === "*" || item.trim().replace(/^W\//, "") === etag);
}

export async function auditConfigRead(executor: CallingExecutor, origin: RequestOrigin, fresh: boolean): Promise<void> {
  const detail = { configVersion: executor.configVersion, reason: fresh ? "delivered" : "not_modified" };
  await recordDeduplicatedAudit(origin, { action: "executor.config_read", targetId: executor.id, detail });
}
