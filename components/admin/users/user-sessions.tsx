"use client";

import { Button } from "@mantine/core";
import classes from "@/components/admin/tables.module.css";
import { EmptyState } from "@/components/ui/empty-state";
import { RelativeTime } from "@/components/ui/relative-time";
import { useAction } from "@/components/ui/use-action";
import { api } from "@/lib/http/client/api";

type Session = {
  id: string;
  browser: string;
  os: string;
  ip: string | null;
  place: string | null;
  withFactor: boolean;
  lastSeenAt: string;
};

/** Sessions of one user. An administrator can end one or all. */
export function UserSessions({ userId, sessions }: { userId: string; sessions: Session[] }) {
  const end = useAction(
    (sessionId: string) =>
      api("DELETE", "/admin/users/[id]/sessions/[sessionId]", { params: { id: userId, sessionId } }),
    { done: "The session is ended.", refresh: true },
  );
  const endAll = useAction(() => api("DELETE", "/admin/users/[id]/sessions", { params: { id: userId } }), {
    done: "All their sessions are ended.",
    refresh: true,
  });
  if (sessions.length === 0) return <EmptyState title="Not signed in anywhere." />;
  return (
    <>
      <ul className={classes.list}>
        {sessions.map((session) => (
          <li key={session.id} className={classes.run}>
            <div className={classes.runHead}>
              <span className={classes.strong}>
                {session.browser} on {session.os}
              </span>
              <span className={classes.dim}>
                {[session.ip, session.place, session.withFactor ? "second factor shown" : null]
                  .filter(Boolean)
                  .join(", ")}
              </span>
              <span className={classes.dim}>
                seen <RelativeTime at={session.lastSeenAt} />
              </span>
              <Button
                size="xs"
                variant="default"
                aria-label={`End the session of ${session.browser} on ${session.os}`}
                loading={end.isPending && end.variables === session.id}
                onClick={() => end.mutate(session.id)}
              >
                End
              </Button>
            </div>
          </li>
        ))}
      </ul>
      <div style={{ padding: "12px 16px" }}>
        <Button size="xs" variant="default" loading={endAll.isPending} onClick={() => endAll.mutate()}>
          End all
        </Button>
      </div>
    </>
  );
}
