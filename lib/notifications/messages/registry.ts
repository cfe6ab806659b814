import type { z } from "zod";
import { keysOf } from "@/lib/core/records";
import type { MessageDefinition } from "../define-message";
import { securityAlertMessage } from "./security-alert";
import { serverAddressChanged } from "./server-address-changed";
import { serverFailed } from "./server-failed";

/** Every message, by the kind under which preferences are kept. */
export const messages = {
  "server.failed": serverFailed,
  "server.address-changed": serverAddressChanged,
  "security.alert": securityAlertMessage,
} as const;

export type MessageKind = keyof typeof messages;
export type MessageData<K extends MessageKind> =
  (typeof messages)[K] extends MessageDefinition<infer D> ? z.input<D> : never;
export const messageKinds = keysOf(messages);
