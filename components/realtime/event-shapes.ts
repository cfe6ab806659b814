import { fieldOf, keysOf } from "@/lib/core/records";
import type {
  HostedStatusEvent,
  HostedStepEvent,
  NotificationCreatedEvent,
  ProvisioningStepEvent,
  ServerStatusEvent,
  SessionRevokedEvent,
} from "@/lib/realtime/contract";

/**
 * The shapes of events that pages listen to, checked without a validation library: every page behind sign-in loads this
 * code. event-shapes.test.ts compares them with the schemas of lib/realtime/contract.ts.
 */
type Kind = "string" | "string or null" | "number" | "number or null";

function fits(value: unknown, kind: Kind): boolean {
  if (kind.startsWith("string")) return typeof value === "string" || (kind === "string or null" && value === null);
  return Number.isFinite(value) || (kind === "number or null" && value === null);
}

function shape<T>(fields: Record<keyof T & string, Kind>) {
  const hasShape = (data: unknown): data is T =>
    keysOf(fields).every((name) => fits(fieldOf(data, name), fields[name]));
  return {
    safeParse(data: unknown): { success: true; data: T } | { success: false } {
      return hasShape(data) ? { success: true, data } : { success: false };
    },
  };
}

export const provisioningStepShape = shape<ProvisioningStepEvent>({
  serverId: "string",
  run: "string",
  step: "string",
  status: "string",
  progress: "number or null",
  message: "string",
  at: "string",
  sequence: "number",
});

export const serverStatusShape = shape<ServerStatusEvent>({ serverId: "string", status: "string", at: "string" });

export const hostedStepShape = shape<HostedStepEvent>({
  resourceId: "string",
  kind: "string",
  run: "string",
  step: "string",
  status: "string",
  progress: "number or null",
  message: "string",
  at: "string",
  sequence: "number",
});

export const hostedStatusShape = shape<HostedStatusEvent>({
  resourceId: "string",
  kind: "string",
  status: "string",
  at: "string",
});

export const sessionRevokedShape = shape<SessionRevokedEvent>({
  sessionId: "string or null",
  reason: "string",
  at: "string",
});

export const notificationCreatedShape = shape<NotificationCreatedEvent>({
  id: "string",
  title: "string",
  severity: "string",
  sessionId: "string or null",
  at: "string",
});
