import { describe, expect, it } from "vitest";
import {
  notificationCreatedSchema,
  provisioningStepSchema,
  serverStatusSchema,
  sessionRevokedSchema,
} from "@/lib/realtime/contract";
import {
  notificationCreatedShape,
  provisioningStepShape,
  serverStatusShape,
  sessionRevokedShape,
} from "./event-shapes";

const at = "2026-01-02T03:04:05.000Z";
const step = { serverId: "s", run: "r", step: "pull", status: "running", progress: 0.5, message: "", at, sequence: 3 };
const status = { serverId: "s", status: "online", at };

describe.each([
  ["provisioning.step", step, provisioningStepSchema, provisioningStepShape],
  ["server.status", status, serverStatusSchema, serverStatusShape],
  ["session.revoked", { sessionId: "s", reason: "r", at }, sessionRevokedSchema, sessionRevokedShape],
  [
    "notification.created",
    { id: "n", title: "t", severity: "warning", sessionId: "s", at },
    notificationCreatedSchema,
    notificationCreatedShape,
  ],
] as const)("the shape of %s", (_name, event, schema, shape) => {
  it("accepts what the schema accepts", () => {
    expect(schema.safeParse(event).success).toBe(true);
    expect(shape.safeParse(event)).toEqual({ success: true, data: event });
  });

  it.each(Object.keys(event))(
    "refuses, as the schema does, an event without %s or with another type of it",
    (field) => {
      for (const value of [undefined, {}, true]) {
        const broken = { ...event, [field]: value };
        expect(schema.safeParse(broken).success, `${field} ${String(value)}`).toBe(false);
        expect(shape.safeParse(broken).success, `${field} ${String(value)}`).toBe(false);
      }
    },
  );

  it.each([null, "text", 5])("refuses %s", (value) => {
    expect(shape.safeParse(value).success).toBe(false);
  });
});
