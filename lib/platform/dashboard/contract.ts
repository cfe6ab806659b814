import type { ExecutorView } from "@/lib/executors/contract";
import type { ServerStatus, ServerView } from "@/lib/game-servers/contract";
import type { HostedOverviewView } from "@/lib/hosted-services/plans/contract";

/** What happened to a server: the words for it are `dashboard.happenings` of the catalogue, and follow its name. */
export type Happening =
  | "accepted"
  | "restarting"
  | "restarted"
  | "ended"
  | "failed"
  | "waits"
  | "other"
  | `done-${"create" | "start" | "restart" | "stop" | "kill" | "reinstall" | "resize" | "suspend" | "unsuspend" | "move"}`;

/** One line of the dashboard. */
export type HappeningView = {
  id: number;
  serverId: string;
  serverName: string;
  at: string;
  tone: "good" | "busy" | "warn" | "bad" | "idle";
  what: Happening;
  /** What the panel recorded; empty where `what` says all. */
  reason: string;
  /** How long it took. */
  durationMs: number | null;
};

/** One of the first things that a person does with a panel. */
export type StartStepView = {
  id: "factor" | "server" | "invite" | "mail" | "backups";
  href: string;
  isDone: boolean;
};

/** A database, a mail domain or a zone. */
export type HostedThingView = { id: string; kind: string; name: string; status: string; href: string };

/** States that one filter of the dashboard shows together. */
export const dashboardStates = {
  online: ["online"],
  changing: ["provisioning", "starting", "stopping", "deleting"],
  offline: ["offline", "suspended"],
  attention: ["failed", "crashed"],
} as const satisfies Record<string, readonly ServerStatus[]>;
export type DashboardState = keyof typeof dashboardStates;

export const isDashboardState = (value: unknown): value is DashboardState =>
  typeof value === "string" && Object.hasOwn(dashboardStates, value);

/** A server as a card. Figures are null where the last sample is older than a minute, or the game has no such figure. */
export type ServerCardView = Pick<
  ServerView,
  "id" | "name" | "status" | "template" | "ipAddress" | "port" | "failure" | "busy"
> & {
  /** The name of the owner, where it is somebody else's. */
  sharedBy: string | null;
  cpuPercent: number | null;
  memoryPercent: number | null;
  players: number | null;
  /** CPU in percent over the last four hours, oldest first. */
  spark: number[];
};

type Amounts = { servers: number; memory: number; cpu: number; diskSpace: number };
type Totals = { byStatus: Partial<Record<ServerStatus, number>>; total: number; quota: Amounts; used: Amounts };

export type DashboardView = Totals & {
  servers: ServerCardView[];
  /** Whether there are servers of this state that are not shown. */
  hasMore: boolean;
  executors: Pick<ExecutorView, "id" | "name" | "presence" | "hostname" | "version" | "drifted">[];
  hosted: HostedOverviewView;
  services: HostedThingView[];
  happenings: HappeningView[];
};

/** What a kind of capacity will do if creates go on as in the last 30 days. Numbers in the unit of the amounts. */
export type Forecast = { reserved: number; total: number; perWeek: number; weeksLeft: number | null };

export type CapacityView = Record<"memory" | "cpu" | "diskSpace", Forecast>;

/** A machine or a server that needs a person. */
export type TroubleView = {
  id: string;
  name: string;
  status: string;
  href: string;
  text: string;
  owner: string | null;
  at: string | null;
};
