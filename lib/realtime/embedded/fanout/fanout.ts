import { z } from "zod";

/**
 * How the processes that serve sockets exchange events. Messages of one sender arrive in the order they
 * were published; what is published while a receiver is not connected is lost to it, so lists are announced again
 * whenever a connection is made.
 */
const member = z.object({ channel: z.string(), userId: z.string(), userInfo: z.unknown().optional() });
const counts = z.array(z.tuple([z.string(), z.number().int().nonnegative()]));

export const fanoutMessage = z.discriminatedUnion("type", [
  /** An event for the subscribers of a channel; `data` as it goes into the frame. */
  z.object({
    type: z.literal("event"),
    event: z.string(),
    channel: z.string(),
    data: z.unknown().optional(),
    exceptSocketId: z.string().optional(),
    userId: z.string().optional(),
    /** Whether cache channels keep it: events of the server do, those of clients do not. */
    cacheable: z.boolean(),
  }),
  z.object({ type: z.literal("terminate"), userId: z.string() }),
  z.object({ type: z.literal("join"), member }),
  z.object({ type: z.literal("leave"), channel: z.string(), userId: z.string() }),
  /** Subscriber counts that changed at the sender. */
  z.object({ type: z.literal("occupancy"), counts }),
  /** All the sender's members and counts; replaces what was known of it. */
  z.object({ type: z.literal("snapshot"), members: z.array(member), counts }),
  /** Asks for snapshots: of one process, or of all. */
  z.object({ type: z.literal("hello"), to: z.string().optional() }),
  z.object({ type: z.literal("heartbeat") }),
  z.object({ type: z.literal("bye") }),
]);
export type FanoutMessage = z.output<typeof fanoutMessage>;
export type EventMessage = Extract<FanoutMessage, { type: "event" }>;

export type FanoutHandlers = {
  /** A message of another process; never of this one. */
  onMessage(from: string, message: FanoutMessage): void;
  /** Connected, for the first time or again: messages in between were lost. */
  onConnected(): void;
};

export interface Fanout {
  /** Whether there can be other processes at all. */
  readonly shared: boolean;
  readonly connected: boolean;
  /** Never throws and does not wait; what cannot be sent for long is dropped, oldest first. */
  publish(message: FanoutMessage): void;
  /**
   * `processId` marks this process's own messages. Resolves after the first attempt to connect; when that fails, it
   * keeps trying, and the process serves only its own clients until then.
   */
  start(processId: string, handlers: FanoutHandlers): Promise<void>;
  /** Sends what is queued, within a second, then disconnects. */
  stop(): Promise<void>;
}

/** For a single process: publishes nothing. */
export function createLocalFanout(): Fanout {
  return {
    shared: false,
    connected: true,
    publish() {},
    async start() {},
    async stop() {},
  };
}
