import { z } from "zod";
import { hostNames, isNetwork } from "./networks";
import { normaliseEmail } from "./typed-text";
import withheldVariables from "./withheld-variables.json";

/**
 * The environment, parsed once at boot; nothing else in the panel reads `process.env`. `npm start` fills in what is
 * unset (database, secrets, realtime) before it starts the processes, so a process that sees a value missing here was
 * started by hand and stops with the list of what it needs.
 */
const flag = z.enum(["true", "false", "1", "0"]).transform((text) => text === "true" || text === "1");
const port = z.coerce.number().int().min(1).max(65_535);

function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return url.pathname === "/" && url.search === "" && url.hash === "" && url.username === "" && url.password === "";
}

export const envSchema = z.object({
  /** `npm start` sets it; `npm run dev` sets `development`. */
  NODE_ENV: z.enum(["development", "production", "test"]).default("development"),
  /** Address and port the web process listens on. */
  HOST: z.string().default("0.0.0.0"),
  PORT: port.default(3000),
  /** Port of the embedded Pusher-compatible server. */
  REALTIME_PORT: port.default(6001),
  /**
   * Web and worker processes on this machine, side by side. More web processes use more processors; a second worker takes
   * over at once when one ends.
   */
  WEB_PROCESSES: z.coerce.number().int().min(1).max(64).default(1),
  WORKER_PROCESSES: z.coerce.number().int().min(1).max(64).default(1),
  /** Realtime connections that one client address may hold; 500 of them before they signed in or subscribed. */
  REALTIME_PER_ADDRESS: z.coerce.number().int().min(10).max(100_000).default(5000),
  /** Where the panel keeps its database, secrets and logs when it manages them itself. */
  DATA_DIR: z.string().default("./data"),
  /** The least level that is written to the log. */
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"]).default("info"),

  /** PostgreSQL; unset: `npm start` runs its own under DATA_DIR. */
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  /**
   * The same database past a pooler such as PgBouncer in transaction mode, which DATABASE_URL then names: for what needs
   * a session of its own (notifications, locks of workers, migrations). Unset: DATABASE_URL is no pooler.
   */
  DATABASE_DIRECT_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  /**
   * Redis for counters of limits and for live events between realtime processes, instead of PostgreSQL: for several
   * machines with many requests. The panel works on PostgreSQL while it is away.
   */
  REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
  /**
   * A streaming replica of the database, read-only: statistics, charts and the lists of administrators are read there while
   * it is at most five seconds behind.
   */
  DATABASE_REPLICA_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  /**
   * A role that may create databases, for the verification and the restore of backups; unset: that of the embedded
   * database, else the one of DATABASE_URL.
   */
  DATABASE_ADMIN_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  /** Connections each process may hold. */
  DATABASE_POOL_SIZE: z.coerce.number().int().min(2).max(500).default(10),

  /**
   * The address people open, without a trailing slash; decides links, cookies (Secure on https) and the origin check.
   */
  NEXTAUTH_URL: z
    .url({ protocol: /^https?$/ })
    .refine(isOrigin, "Use the address alone, such as https://panel.example.net: no path, query or user name.")
    .transform((text) => new URL(text).origin),
  /** Signs next-auth's CSRF token; at least 32 characters. */
  NEXTAUTH_SECRET: z.string().min(32),
  /** `id:base64` pairs of 32-byte keys; encrypts secrets at rest. Which of them writes is in the database. */
  ENCRYPTION_KEYS: z.string().min(44),
  /**
   * The JSON file ENCRYPTION_KEYS was read from (`npm start` sets it): read again when a row names a key not known yet.
   */
  ENCRYPTION_KEYS_FILE: z.string().optional(),
  /**
   * `id:base64` pairs of 32-byte keys, newest first; makes the audit log's MACs and seals. Older ones stay to verify.
   */
  AUDIT_KEYS: z.string().min(44),
  /** Days that audit entries are kept, by class. */
  AUDIT_RETENTION: z
    .string()
    .regex(/^(security|write|read):\d{1,5}(,(security|write|read):\d{1,5})*$/, "Use security:730,write:365,read:90.")
    .default("security:730,write:365,read:90"),
  /**
   * `id:base64` pairs of 32-byte Ed25519 seeds, newest first; the first signs commands to executors, the first two are
   * published to them.
   */
  EXECUTOR_SIGNING_KEYS: z
    .string()
    .regex(/^[\w-]{1,16}:[A-Za-z0-9+/]{43}=(,[\w-]{1,16}:[A-Za-z0-9+/]{43}=)*$/, "Use id:base64 pairs of 32 bytes."),
  /** `id:base64` pairs of 32-byte keys, newest first: the first encrypts backups, all of them open them. */
  BACKUP_KEYS: z.string().min(44),
  /** Access for `backup restore s3://…`; places on the page of backups have settings of their own. */
  AWS_ACCESS_KEY_ID: z.string().max(200).optional(),
  AWS_SECRET_ACCESS_KEY: z.string().max(200).optional(),
  AWS_REGION: z.string().max(60).optional(),
  AWS_ENDPOINT_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** Mixed into every password hash, so that a stolen database alone cannot be brute-forced. */
  PASSWORD_PEPPER: z.string().min(32),
  /**
   * bcrypt cost of new password hashes: each step doubles the time. A hash of another cost is replaced at its next
   * sign-in. Below 12 only for test suites.
   */
  PASSWORD_HASH_COST: z.coerce.number().int().min(4).max(16).default(12),

  /** Comma-separated addresses or CIDRs of reverse proxies whose X-Forwarded-For is trusted. */
  TRUSTED_PROXIES: z
    .string()
    .refine(
      (text) => text.split(",").every((entry) => entry.trim() === "" || isNetwork(entry.trim())),
      "Use addresses or CIDRs, comma-separated, such as 172.18.0.2 or 172.18.0.0/16. Host names are not resolved.",
    )
    .default(""),
  /**
   * Files of the certificate (with its chain) and its key, PEM: the panel then serves HTTPS itself, on TLS_PORT. They are
   * read again when they change.
   */
  TLS_CERT: z.string().optional(),
  TLS_KEY: z.string().optional(),
  TLS_PORT: port.default(443),
  /**
   * Names of the panel, comma-separated: without TLS_CERT it gets a certificate for them itself (ACME, HTTP-01), renews it,
   * and serves HTTPS on TLS_PORT. They have to lead to this machine, at port 80 too.
   */
  ACME_DOMAINS: hostNames,
  /** Where the authority writes about these certificates. Who sets the names accepts its terms. */
  ACME_EMAIL: z.union([z.email(), z.literal("")]).default(""),
  /** Directory of the authority; Let's Encrypt by default. */
  ACME_DIRECTORY: z.url({ protocol: /^https?$/ }).default("https://acme-v02.api.letsencrypt.org/directory"),
  /** Port where the authority asks; it asks at 80, so another one needs a rule of the firewall. */
  ACME_HTTP_PORT: port.default(80),

  /** Factor on every request limit of API.md; above 1 only for load tests and test suites. */
  RATE_LIMIT_FACTOR: z.coerce.number().min(0.01).max(1_000_000).default(1),

  /** First administrator, created at the first start; without them a one-time setup link is printed. */
  ADMIN_EMAIL: z.string().overwrite(normaliseEmail).pipe(z.email()).optional(),
  ADMIN_PASSWORD: z.string().min(8).max(256).optional(),

  /** Text messages by Twilio, or a provider that speaks its API at another base URL; unset: no text messages. */
  TWILIO_ACCOUNT_SID: z.string().max(64).optional(),
  TWILIO_AUTH_TOKEN: z.string().max(128).optional(),
  /** Sender: a number in E.164 or an alphanumeric name. */
  TWILIO_FROM: z.string().max(32).optional(),
  TWILIO_BASE_URL: z.url({ protocol: /^https?$/ }).default("https://api.twilio.com"),

  /** Text messages that one person's notification channels send in a day (UTC); further notifications go by mail. */
  NOTIFY_SMS_PER_DAY: z.coerce.number().int().min(0).max(10_000).default(20),
  /**
   * Whether notification channels may call addresses in private, loopback and link-local networks. Customers type these
   * addresses: allow it only where everyone with an account may reach what the panel's machine reaches.
   */
  NOTIFY_PRIVATE_NETWORKS: flag.default(false),

  /** MaxMind city database (.mmdb), for the place of a session; unset: addresses only. */
  GEOIP_FILE: z.string().optional(),

  /** Pusher: hosted, or any compatible server. Unset: the embedded server. */
  PUSHER_APP_ID: z.string().min(1),
  NEXT_PUBLIC_PUSHER_KEY: z.string().min(1),
  PUSHER_SECRET: z.string().min(8),
  NEXT_PUBLIC_PUSHER_CLUSTER: z.string().default(""),
  /** Where the panel's processes reach the server; unset with hosted Pusher. */
  PUSHER_HOST: z.string().optional(),
  PUSHER_PORT: port.optional(),
  PUSHER_TLS: flag.default(false),
  /**
   * Where browsers and executors reach it, when that differs (behind a proxy); `PUSHER_PUBLIC_HOST` unset: the page's
   * own host.
   */
  PUSHER_PUBLIC_HOST: z.string().optional(),
  PUSHER_PUBLIC_PORT: port.optional(),
  PUSHER_PUBLIC_TLS: flag.optional(),

  /** Where to report a security problem, for /.well-known/security.txt; unset: security@ the panel's host. */
  SECURITY_CONTACT: z
    .string()
    .regex(/^(https:\/\/|mailto:)[^\s]+$/, "Use an https:// or mailto: address.")
    .optional(),

  /** Called each minute while the worker runs; a service there raises an alarm when the calls stop. */
  HEARTBEAT_URL: z.url({ protocol: /^https?$/ }).optional(),

  /**
   * Mail server, as smtp[s]://user:password@host:port; unset: mails wait in the outbox, which administrators can read.
   */
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  /** Sender of the panel's mails. */
  MAIL_FROM: z
    .string()
    .max(200)
    .regex(/^[^\r\n]*$/)
    .default("LightNode <lightnode@localhost>"),
  /** Whether an address must be confirmed before its first sign-in; `auto`: when there is a mail server. */
  EMAIL_VERIFICATION: z.enum(["auto", "required", "optional"]).default("auto"),

  /**
   * Comma-separated addresses (and ports) of the DNS resolvers that check customers' records; unset: the machine's own.
   */
  DNS_RESOLVERS: z
    .string()
    .regex(/^[0-9a-fA-F.:,[\] ]*$/, "Use addresses, comma-separated, such as 9.9.9.9 or 127.0.0.1:5353.")
    .default(""),

  /** Docker engine of the local node: a socket path or tcp:// address. */
  DOCKER_HOST: z.string().default("unix:///var/run/docker.sock"),
  /** Whether a node may be reached over tcp:// without TLS: anyone on the network path can control the machine. */
  ALLOW_CLEARTEXT_ENGINES: flag.default(false),
  /** Name of the label value that marks what this installation owns; lets two panels share one engine. */
  INSTALLATION_ID: z
    .string()
    .regex(/^[a-z0-9-]{1,32}$/)
    .default("default"),
  /** Address that players connect to on the local node, and the interface its ports are published on. */
  NODE_PUBLIC_ADDRESS: z.string().default("127.0.0.1"),
  NODE_BIND_ADDRESS: z.string().default("0.0.0.0"),
  /** First and last port of the seeded address. */
  PORT_RANGE_START: port.default(25_565),
  PORT_RANGE_END: port.default(26_000),
  /** Address block from which each customer's networks get a /27 each; what the machine routes already is skipped. */
  CUSTOMER_NETWORK_CIDR: z.cidrv4().default("10.210.0.0/16"),

  /** `auto`: keeps customers' containers from their machine and private networks; `off`: left to the administrator. */
  CUSTOMER_FIREWALL: z.enum(["auto", "off"]).default("auto"),

  /** Template of a create that names none. */
  DEFAULT_TEMPLATE: z.string().default("minecraft-java"),

  /** Bearer token of GET /api/metrics. */
  METRICS_TOKEN: z.string().min(16),
});

export type Env = z.output<typeof envSchema>;

/**
 * Variables that a process has no use for and is not given: a leak of one process's memory or environment then exposes
 * less. `npm start` reads the same file and leaves them out.
 */
export const withheldFrom = new Map(Object.entries(withheldVariables) as [string, (keyof Env)[]][]);

/**
 * Parses `source`; throws one error that names every variable that is wrong and how. Never repeats a value. Reading a
 * variable that is withheld from this process throws.
 */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const present = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ""));
  const role = source.LIGHTNODE_PROCESS ?? "";
  const withheld = withheldFrom.get(role) ?? [];
  const schema = envSchema.omit(Object.fromEntries(withheld.map((name) => [name, true])) as Record<never, true>);
  const result = schema.refine(hasStrongHashes, weakHashes).safeParse(present);
  if (result.success) return withoutWithheld(withCustomersExcluded(result.data as Env), withheld, role);
  const lines = result.error.issues.map((issue) => `  ${issue.path.join(".")}: ${issue.message}`);
  throw new Error(
    `The environment is not complete (see .env.example; \`npm start\` fills in defaults):\n${lines.join("\n")}`,
  );
}

const weakHashes = { path: ["PASSWORD_HASH_COST"], error: "Use 12 to 16." };

/** Only test suites may have hashes that are quick to guess at. */
function hasStrongHashes(parsed: Partial<Env>): boolean {
  return parsed.NODE_ENV !== "production" || (parsed.PASSWORD_HASH_COST ?? 12) >= 12;
}

/** A game could write X-Forwarded-For itself: customers' networks are no proxies, whatever network contains them. */
function withCustomersExcluded(parsed: Env): Env {
  const { TRUSTED_PROXIES, CUSTOMER_NETWORK_CIDR } = parsed;
  return TRUSTED_PROXIES === ""
    ? parsed
    : { ...parsed, TRUSTED_PROXIES: `${TRUSTED_PROXIES},!${CUSTOMER_NETWORK_CIDR}` };
}

function withoutWithheld(parsed: Env, withheld: readonly (keyof Env)[], role: string): Env {
  for (const name of withheld) {
    const get = () => {
      throw new Error(`${name} is not given to the ${role} process`);
    };
    Object.defineProperty(parsed, name, { get, enumerable: false });
  }
  return parsed;
}

/** The project's folder: `npm start` and the command line set it; tests and builds run in it. */
export function projectRoot(): string {
  return process.env.LIGHTNODE_ROOT ?? ".";
}

let parsed: Env | undefined;

/** The process's environment; parsed at first use, so that importing a module never fails. */
export function env(): Env {
  parsed ??= parseEnv(process.env);
  return parsed;
}
