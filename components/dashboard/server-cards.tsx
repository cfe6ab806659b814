import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import type { ServerCardView } from "@/lib/platform/dashboard/contract";
import { ServerCard } from "./server-card";
import classes from "./server-card.module.css";

type Props = { servers: ServerCardView[]; isFiltered: boolean; mayCreate: boolean };

/** The person's servers, or how to get the first one. */
export function ServerCards({ servers, isFiltered, mayCreate }: Props) {
  if (servers.length > 0)
    return (
      <ul className={classes.cards} aria-label="Servers">
        {servers.map((server) => (
          <ServerCard key={server.id} server={server} />
        ))}
      </ul>
    );
  return (
    <div className="ln-card">
      {isFiltered ? (
        <EmptyState title="No server is in this state." scene="scene-search">
          <LinkButton href="/" variant="default" mt="xs">
            Show all
          </LinkButton>
        </EmptyState>
      ) : (
        <EmptyState title="No servers yet.">
          Choose a game and a size; the server is online in seconds.
          {mayCreate ? (
            <LinkButton href="/servers/new" mt="md">
              Create your first server
            </LinkButton>
          ) : null}
        </EmptyState>
      )}
    </div>
  );
}
