import { type AppError, isAppError } from "@/lib/core/errors";
import { provisioningErrors } from "../errors";

/**
 * Docker's failures in the panel's words. Docker's text differs between versions (samples of 20.10 to 29 are in the
 * test), so each rule looks for the part that stayed. The original error travels as `cause`, never to a customer.
 */

const unreachableCodes = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ECONNABORTED",
  "ENOENT",
  "EPIPE",
  "EACCES",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ETIMEDOUT",
  "ENOTSOCK",
  "UND_ERR_SOCKET",
]);

function property(error: unknown, name: string): unknown {
  return typeof error === "object" && error !== null ? Reflect.get(error, name) : undefined;
}

/** HTTP status of Docker's answer, when there was one. */
export function dockerStatus(error: unknown): number | null {
  const original = isAppError(error) ? error.cause : error;
  const status = property(original, "statusCode");
  return typeof status === "number" ? status : null;
}

/** Docker's own words, without the client's decoration. */
export function dockerMessage(error: unknown): string {
  const original = isAppError(error) ? error.cause : error;
  const fromBody = property(property(original, "json"), "message");
  if (typeof fromBody === "string") return fromBody;
  const message = property(original, "message");
  return typeof message === "string" ? message : String(original);
}

// "Bind for 0.0.0.0:80 failed: port is already allocated", "listen tcp4 0.0.0.0:80: bind: address already in use",
// "failed to bind host port for 0.0.0.0:80:172.17.0.2:80/tcp: address already in use", "Bind for :::80 failed: …"
const portConflict = /port is already allocated|address already in use|ports are not available/i;
const portNamed =
  /(?:bind for|bind host port(?: for)?|listen (?:tcp|udp)[46]?|exposing port (?:tcp|udp)) (?:\[[^\]]*\]|[\d.]+|::)?:(\d{1,5})/i;

function portInUse(message: string, cause: unknown): AppError {
  const hostPort = Number(portNamed.exec(message)?.[1]);
  const extra = Number.isInteger(hostPort) ? { hostPort } : undefined;
  const detail = extra ? `Port ${hostPort} is taken by another program on the machine.` : undefined;
  return provisioningErrors.port_in_use({ detail, extra, cause });
}

const imageAbsent =
  /manifest unknown|manifest for .+ not found|name unknown|repository .*not found|repository does not exist|pull access denied|invalid reference format|no such image|no matching manifest|failed to resolve reference .+ not found/i;

/** A failed pull: is the image absent (the caller must change something) or the way to it broken (retry)? */
export function translatePullError(error: unknown): AppError {
  if (isAppError(error) && error.code !== "engine_refused" && error.code !== "container_not_found") return error;
  const cause = isAppError(error) ? error.cause : error;
  if (unreachableCodes.has(String(property(cause, "code")))) return translateDockerError(cause);
  return imageAbsent.test(dockerMessage(cause))
    ? provisioningErrors.image_not_found({ cause })
    : provisioningErrors.image_pull_failed({ cause });
}

export function translateDockerError(error: unknown): AppError {
  if (isAppError(error)) return error;
  const message = dockerMessage(error);
  const status = dockerStatus(error);
  if (status === null) {
    const code = String(property(error, "code"));
    const lost = unreachableCodes.has(code) || /socket hang up|aborted/i.test(message);
    return lost
      ? provisioningErrors.engine_unavailable({ cause: error })
      : provisioningErrors.engine_refused({ cause: error });
  }
  if (portConflict.test(message)) return portInUse(message, error);
  if (status === 404 && /no such image/i.test(message)) return provisioningErrors.image_not_found({ cause: error });
  if (status === 404 && /no such container/i.test(message)) {
    return provisioningErrors.container_not_found({ cause: error });
  }
  if (/is not running/i.test(message)) return provisioningErrors.container_not_running({ cause: error });
  if (status === 502 || status === 503) return provisioningErrors.engine_unavailable({ cause: error });
  return provisioningErrors.engine_refused({ cause: error });
}
