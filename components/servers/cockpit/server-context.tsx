"use client";

import { createContext, type ReactNode, useContext, useMemo } from "react";
import type { Progress } from "@/components/runs/run-stepper";
import { usePageTitle } from "@/components/ui/use-page-title";
import type { ServerDetailView, ServerEventView } from "@/lib/game-servers/contract";
import type { GameClient, TemplateView } from "@/lib/game-servers/templates/contract";
import { type ConsoleFeed, useConsole } from "../console/use-console";
import type { Rights } from "../rights";
import { useServer } from "../use-server";

/** What the page's layout has read once, for its header and its tabs. */
export type ServerPageFacts = {
  /** The channel of this server's events. */
  channel: string;
  template: TemplateView | null;
  /** Programs that players join with. */
  clients: readonly GameClient[];
  rights: Rights;
  /** When the page was made, by the server's clock. */
  renderedAt: string;
};

/** One server as all parts of its page see it. It stays mounted while tabs change, so live state is kept. */
export type ServerPage = ServerPageFacts & {
  server: ServerDetailView;
  events: ServerEventView[];
  progress: Progress | null;
  connected: boolean;
  refresh: () => void;
};

const ServerContext = createContext<ServerPage | null>(null);
/** Of its own, since it changes each second: only the console and the figures are rendered again. */
const FeedContext = createContext<ConsoleFeed | null>(null);

export function useServerPage(): ServerPage {
  const page = useContext(ServerContext);
  if (!page) throw new Error("a part of a server's page is outside of its layout");
  return page;
}

export function useFeed(): ConsoleFeed {
  const feed = useContext(FeedContext);
  if (!feed) throw new Error("a part of a server's page is outside of its layout");
  return feed;
}

/** States in which the container may write to its console. */
const watched: readonly string[] = ["online", "starting", "stopping", "crashed"];

type Props = ServerPageFacts & { initial: ServerDetailView; initialEvents: ServerEventView[]; children: ReactNode };

export function ServerProvider({
  initial,
  initialEvents,
  channel,
  template,
  clients,
  rights,
  renderedAt,
  children,
}: Props) {
  const { server, events, progress, refresh, connected } = useServer(initial, initialEvents, channel);
  usePageTitle(server.name);
  const feed = useConsole(server.id, rights.console && watched.includes(server.status));
  const page = useMemo(
    () => ({ server, events, progress, refresh, connected, channel, template, clients, rights, renderedAt }),
    [server, events, progress, refresh, connected, channel, template, clients, rights, renderedAt],
  );
  return (
    <ServerContext.Provider value={page}>
      <FeedContext.Provider value={feed}>{children}</FeedContext.Provider>
    </ServerContext.Provider>
  );
}
