"use client";

import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useEffectEvent,
  useState,
  useSyncExternalStore,
} from "react";
import type { PublicRealtimeConfig } from "@/lib/realtime/contract";
import { RealtimeClient } from "./client";
import type { RealtimeState } from "./watch-connection";

const RealtimeContext = createContext<RealtimeClient | null>(null);

export type RealtimeProviderProps = {
  config: PublicRealtimeConfig;
  children: ReactNode;
  /**
   * The endpoint where connections sign in, if the panel serves it. Only then can the server close a revoked user's
   * connection.
   */
  userAuthEndpoint?: string;
};

/** Gives the pages below it one connection, which the first {@link useChannelEvent} opens. */
export function RealtimeProvider({ config, children, userAuthEndpoint }: RealtimeProviderProps) {
  const [client] = useState(
    () => new RealtimeClient({ config, channelAuthEndpoint: "/api/pusher/auth", userAuthEndpoint }),
  );
  useEffect(() => () => client.close(), [client]);
  return <RealtimeContext value={client}>{children}</RealtimeContext>;
}

/** The part of a schema that is needed here, compatible with any zod build. */
type Schema<T> = { safeParse(data: unknown): { success: true; data: T } | { success: false } };

export type ChannelEventOptions = {
  /** Subscribed for the first time; events since the page was rendered may have been missed. */
  onSubscribed?: () => void;
  /** Subscribed again after the connection was lost, or late for the first time: fetch what was missed in the meantime. */
  onReconnect?: () => void;
};

/**
 * Calls `handler` with each event of the channel that has the schema's shape; others are dropped, since they come from
 * another version of the panel. `channel` null: listens to nothing. Handlers may change between renders.
 */
export function useChannelEvent<T>(
  channel: string | null,
  event: string,
  schema: Schema<T>,
  handler: (payload: T) => void,
  options: ChannelEventOptions = {},
): void {
  const client = useContext(RealtimeContext);
  const onEvent = useEffectEvent((data: unknown) => {
    const result = schema.safeParse(data);
    if (result.success) handler(result.data);
  });
  const onSubscribed = useEffectEvent(() => options.onSubscribed?.());
  const onReconnect = useEffectEvent(() => options.onReconnect?.());
  useEffect(() => {
    if (!client || channel === null) return;
    return client.listen(channel, {
      event,
      onEvent: (data) => onEvent(data),
      onSubscribed: () => onSubscribed(),
      onReconnect: () => onReconnect(),
    });
  }, [client, channel, event]);
}

/** Opens the page's connection again after the server terminated it, or closes it before the page is left. */
export function useConnection(): { reconnect(): void; close(): void } {
  const client = useContext(RealtimeContext);
  return { reconnect: () => client?.reconnect(), close: () => client?.close() };
}

const noChange = () => () => {};

/** State of the page's connection; `unavailable` outside a {@link RealtimeProvider}. */
export function useRealtimeState(): RealtimeState {
  const client = useContext(RealtimeContext);
  return useSyncExternalStore(
    client?.onStateChange ?? noChange,
    () => client?.getState() ?? "unavailable",
    () => (client ? "connecting" : "unavailable"),
  );
}
