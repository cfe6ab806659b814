import type { Rights } from "@/components/servers/rights";
import type { UserDetailView } from "@/lib/auth/contract";
import type { ExecutorConfig } from "@/lib/executors/config/contract";
import type { ExecutorView } from "@/lib/executors/contract";
import type { TemplateView } from "@/lib/executors/templates/contract";
import type { ServerDetailView } from "@/lib/game-servers/contract";
import type { DatabaseCredentialsView, DatabaseView } from "@/lib/hosted-services/databases/contract";
import type { ZoneView } from "@/lib/hosted-services/dns/zones/contract";
import type { ProviderKindView, ProviderView } from "@/lib/hosted-services/providers/contract";

/** Answers of the API that component tests start from. */
const at = "2026-05-04T10:00:00.000Z";

export const sampleServer: ServerDetailView = {
  id: "srv_1",
  name: "Survival",
  status: "online",
  template: "sample-game",
  region: "home",
  version: "1.0",
  memory: 2,
  diskSpace: 10,
  cpu: 1,
  ipAddress: "192.0.2.1",
  port: 25_565,
  rconPort: 25_575,
  rconPassword: null,
  hasCredentials: true,
  failure: null,
  busy: false,
  owner: { id: "usr_1", name: "Ada" },
  createdAt: at,
  environment: {},
  onlineSince: at,
  node: null,
  addressChange: null,
  placement: null,
  diskLimit: "quota",
  crash: null,
  restart: null,
  fix: null,
  waiting: null,
};

export const sampleConfig: ExecutorConfig = {
  zmqHost: "127.0.0.1",
  zmqPort: 5555,
  heartbeatIntervalMs: 30_000,
  commandTimeoutMs: 30_000,
  features: {},
  settings: {},
};

export const sampleExecutor: ExecutorView = {
  id: "exr_1",
  name: "Shop in Leipzig",
  key: "exe_abc",
  owner: { id: "usr_1", name: "Ada" },
  presence: "online",
  lastSeenAt: at,
  version: "1.4.0",
  os: "linux",
  hostname: "till-1",
  status: null,
  metrics: null,
  clockMessage: null,
  templateId: null,
  templateVersion: null,
  overrides: {},
  config: sampleConfig,
  configVersion: 3,
  appliedVersion: 3,
  drifted: false,
  addresses: [],
  expiresAt: null,
  previousUntil: null,
  revokedAt: null,
  lastUsedAt: at,
  lastUsedIp: null,
  createdAt: at,
};

export const sampleTemplate: TemplateView = {
  id: "tpl_1",
  name: "Shops",
  ownerId: "usr_1",
  ownerName: "Ada",
  version: 2,
  liveVersion: 1,
  settings: {},
  executors: 4,
  createdAt: at,
};

export const sampleUser: UserDetailView = {
  id: "usr_2",
  email: "grace@example.net",
  name: "Grace",
  role: "USER",
  disabled: false,
  servers: 0,
  quota: { servers: 3, memory: 8, cpu: 4, diskSpace: 50 },
  createdAt: at,
  emailVerified: true,
  factors: [],
  factorResetDueAt: null,
  lastSeenAt: null,
  tokens: 0,
};

/** What the owner of a server may do. */
export const ownerRights: Rights = {
  power: true,
  console: true,
  command: true,
  update: true,
  reinstall: true,
  delete: true,
  credentials: true,
  suspend: false,
  share: true,
};

export const sampleDatabase: DatabaseView = {
  id: "dbs_1",
  kind: "postgresql",
  name: "Shop",
  status: "active",
  provider: { id: "prv_1", name: "Leipzig" },
  failure: null,
  heldByStaff: false,
  owner: { id: "usr_1", name: "Ada" },
  createdAt: at,
  host: "db.example.net",
  port: 5432,
  database: "d_1",
  username: "r_1",
  password: null,
  hasCredentials: true,
  connectionLimit: 20,
  extensions: ["citext"],
  allowedNetworks: [],
  sizeBytes: 512 * 1024 * 1024,
  maxSizeMb: 1024,
  sizeState: "ok",
  measuredAt: at,
  hasReadOnlyUser: false,
  canDump: true,
};

export const sampleCredentials: DatabaseCredentialsView = {
  host: "db.example.net",
  port: 5432,
  database: "d_1",
  username: "r_1",
  password: "first-password",
  url: "postgresql://r_1:first-password@db.example.net:5432/d_1",
  command: "PGPASSWORD='first-password' psql -h db.example.net -p 5432 -U r_1 d_1",
  psql: "PGPASSWORD='first-password' psql -h db.example.net -p 5432 -U r_1 d_1",
  environment: "PGHOST=db.example.net",
  prisma: "datasource db {}",
  jdbc: "jdbc:postgresql://db.example.net:5432/d_1",
  readOnly: null,
};

export const sampleProvider: ProviderView = {
  id: "prv_1",
  kind: "postgresql",
  name: "Leipzig",
  mode: "external",
  status: "active",
  endpoints: [{ name: "sql", protocol: "postgresql", host: "db.example.net", port: 5432 }],
  connection: { publicHost: "db.example.net", publicPort: 5432 },
  accepting: true,
  version: "16.4",
  managed: null,
  health: { state: "healthy", error: null, checkedAt: at },
  resources: 0,
  createdAt: at,
};

export const sampleProviderKind: ProviderKindView = {
  kind: "postgresql",
  label: "PostgreSQL",
  description: "A PostgreSQL server, version 16 or newer.",
  canRun: true,
  fields: [
    { name: "url", label: "Connection URL", kind: "secret", required: true, help: "", initial: null },
    { name: "publicHost", label: "Host for customers", kind: "text", required: true, help: "", initial: null },
    { name: "publicPort", label: "Port for customers", kind: "number", required: true, help: "", initial: 5432 },
  ],
  standardPorts: [],
  settings: [],
};

export const sampleZone: ZoneView = {
  id: "zon_1",
  name: "example.com",
  zone: "example.com.",
  status: "active",
  provider: { id: "prv_1", name: "Names" },
  failure: null,
  heldByStaff: false,
  owner: { id: "usr_1", name: "Dora" },
  createdAt: "2026-05-04T10:00:00.000Z",
  nameservers: ["ns1.example.net.", "ns2.example.net."],
  serial: 2026112701,
  secondaries: [],
  dnssec: { enabled: false, ds: [] },
  sets: 3,
};
