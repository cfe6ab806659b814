"use client";

import { Button } from "@mantine/core";
import { useRouter } from "next/navigation";
import classes from "@/components/admin/tables.module.css";
import { EmptyState } from "@/components/ui/empty-state";
import { RelativeTime } from "@/components/ui/relative-time";
import { toastDone, toastFailure } from "@/components/ui/toast";
import { api } from "@/lib/http/client/untyped";

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
  const router = useRouter();
  async function end(path: string, done: string) {
    try {
      await api("DELETE", `/admin/users/${userId}/sessions${path}`);
      toastDone(done);
    } catch (error) {
      toastFailure(error);
    }
    router.refresh();
  }
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
                onClick={() => end(`/${session.id}`, "The session is ended.")}
              >
                End
              </Button>
            </div>
          </li>
        ))}
      </ul>
      <div style={{ padding: "12px 16px" }}>
        <Button size="xs" variant="default" onClick={() => end("", "All their sessions are ended.")}>
          End all
        </Button>
      </div>
    </>
  );
}
