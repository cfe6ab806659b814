import { type AppError, isAppError } from "@/lib/core/errors";
import { provisioningErrors } from "../errors";

/**
 * Translates Docker's failures to the panel's errors. Docker's text differs between versions (samples of 20.10 to 29
 * are in the test), so each rule looks for the part that stayed. The original error travels as `cause`, never to a
 * customer.
 */

const unreachableCodes = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ECONNABORTED",
  "ENOENT",
  "EPIPE",
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

/** Docker's own error text, without additions of the client. */
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

type Factory = (options: { cause: unknown }) => AppError;

/** Failures of the machine, independent of the request. */
const machineReasons: readonly (readonly [RegExp, Factory])[] = [
  [/no space left on device|disk quota exceeded/i, provisioningErrors.engine_disk_full],
  [/no available (?:ipv4|ip) addresses|no available ip(?:v4)? address/i, provisioningErrors.network_full],
  [/non-overlapping IPv4 address pool|all predefined address pools/i, provisioningErrors.network_exhausted],
  [
    /iptables failed|No chain\/target\/match by that name|failed to program NAT chain/i,
    provisioningErrors.engine_firewall,
  ],
];

/** Why a pull failed, the most specific reason first: a registry's refusal also names the address that was asked. */
const pullReasons: readonly (readonly [RegExp, Factory])[] = [
  ...machineReasons,
  [imageAbsent, provisioningErrors.image_not_found],
  [/toomanyrequests|rate limit/i, provisioningErrors.registry_rate_limited],
  [
    /unauthorized|authentication required|no basic auth credentials|requested access to the resource is denied|\b(?:401|403) forbidden|status:? 40[13]\b/i,
    provisioningErrors.registry_denied,
  ],
  [
    /layer verification failed|failed to register layer|invalid tar header|digest did not match|does not match the digest|unexpected commit digest|layers from manifest don't match|invalid checksum|failed to extract layer|zstd: |gzip: invalid/i,
    provisioningErrors.image_corrupt,
  ],
  [
    /dial tcp|no such host|server misbehaving|connection refused|connection reset|i\/o timeout|tls handshake|x509|certificate|network is unreachable|no route to host|deadline exceeded|client\.timeout|request canceled|server gave HTTP response to HTTPS client|proxyconnect|received unexpected HTTP status: 5/i,
    provisioningErrors.registry_unreachable,
  ],
];

function findReason(reasons: typeof machineReasons, cause: unknown): AppError | null {
  const message = dockerMessage(cause);
  const found = reasons.find(([pattern]) => pattern.test(message));
  return found ? found[1]({ cause }) : null;
}

/**
 * Translates a failed pull: the image does not exist (the caller must change something), or the registry cannot be
 * used, and why.
 */
export function translatePullError(error: unknown): AppError {
  if (isAppError(error) && error.code !== "engine_refused" && error.code !== "container_not_found") return error;
  const cause = isAppError(error) ? error.cause : error;
  if (unreachableCodes.has(String(property(cause, "code")))) return translateDockerError(cause);
  return findReason(pullReasons, cause) ?? provisioningErrors.image_pull_failed({ cause });
}

const socketClosed = {
  detail:
    "The panel may not open the engine's socket. Administrators: add the panel's user to the group docker, then restart the panel.",
};

export function translateDockerError(error: unknown): AppError {
  if (isAppError(error)) return error;
  const message = dockerMessage(error);
  const status = dockerStatus(error);
  if (status === null) {
    const code = String(property(error, "code"));
    const lost = unreachableCodes.has(code) || /socket hang up|aborted/i.test(message);
    if (code === "EACCES" || code === "EPERM") {
      return provisioningErrors.engine_unavailable({ ...socketClosed, cause: error });
    }
    return lost
      ? provisioningErrors.engine_unavailable({ cause: error })
      : provisioningErrors.engine_refused({ cause: error });
  }
  const reason = findReason(machineReasons, error);
  if (reason) return reason;
  if (portConflict.test(message)) return portInUse(message, error);
  if (status === 404 && /no such image/i.test(message)) return provisioningErrors.image_not_found({ cause: error });
  if (status === 404 && /no such container/i.test(message)) {
    return provisioningErrors.container_not_found({ cause: error });
  }
  if (status === 403 || /authorization denied/i.test(message))
    return provisioningErrors.engine_denied({ cause: error });
  if (/is not running/i.test(message)) return provisioningErrors.container_not_running({ cause: error });
  if (status === 502 || status === 503) return provisioningErrors.engine_unavailable({ cause: error });
  return provisioningErrors.engine_refused({ cause: error });
}
