"use client";

import { Button } from "@mantine/core";
import { useTranslations } from "next-intl";
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
  const t = useTranslations("admin.users");
  const end = useAction(
    (sessionId: string) =>
      api("DELETE", "/admin/users/[id]/sessions/[sessionId]", { params: { id: userId, sessionId } }),
    { done: t("theSessionIsEnded"), refresh: true },
  );
  const endAll = useAction(() => api("DELETE", "/admin/users/[id]/sessions", { params: { id: userId } }), {
    done: t("allTheirSessionsAre"),
    refresh: true,
  });
  if (sessions.length === 0) return <EmptyState title={t("notSignedInAnywhere")} />;
  return (
    <>
      <ul className={classes.list}>
        {sessions.map((session) => (
          <li key={session.id} className={classes.run}>
            <div className={classes.runHead}>
              <span className={classes.strong}>{t("on", { browser: session.browser, os: session.os })}</span>
              <span className={classes.dim}>
                {[session.ip, session.place, session.withFactor ? t("secondFactorShown") : null]
                  .filter(Boolean)
                  .join(", ")}
              </span>
              <span className={classes.dim}>
                {t.rich("seen", { time: () => <RelativeTime at={session.lastSeenAt} /> })}
              </span>
              <Button
                size="xs"
                variant="default"
                aria-label={t("endTheSessionOf", { browser: session.browser, os: session.os })}
                loading={end.isPending && end.variables === session.id}
                onClick={() => end.mutate(session.id)}
              >
                {t("end")}
              </Button>
            </div>
          </li>
        ))}
      </ul>
      <div style={{ padding: "12px 16px" }}>
        <Button size="xs" variant="default" loading={endAll.isPending} onClick={() => endAll.mutate()}>
          {t("endAll")}
        </Button>
      </div>
    </>
  );
}
