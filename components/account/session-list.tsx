"use client";

import { Badge, Button } from "@mantine/core";
import { IconDeviceDesktop, IconDeviceMobile, IconDeviceTablet, IconTerminal2 } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { RelativeTime } from "@/components/ui/relative-time";
import { useAction } from "@/components/ui/use-action";
import { api } from "@/lib/http/client/api";
import classes from "./lists.module.css";

type Session = {
  id: string;
  device: "computer" | "phone" | "tablet" | "program";
  browser: string;
  os: string;
  ip: string | null;
  place: string | null;
  serverId: string | null;
  withFactor: boolean;
  isNewDevice: boolean;
  createdAt: string;
  lastSeenAt: string;
  current: boolean;
};

const icons = {
  computer: IconDeviceDesktop,
  phone: IconDeviceMobile,
  tablet: IconDeviceTablet,
  program: IconTerminal2,
};

/** Where the account is signed in, and how to end it. */
export function SessionList({ sessions }: { sessions: Session[] }) {
  const t = useTranslations("account");
  const confirm = useAction((id: string) => api("POST", "/account/sessions/[id]/acknowledge", { params: { id } }), {
    done: t("savedThisWasYou"),
    refresh: true,
  });
  const end = useAction((id: string) => api("DELETE", "/account/sessions/[id]", { params: { id } }), {
    done: t("theSessionEnded"),
    refresh: true,
  });
  const endOthers = useAction(() => api("DELETE", "/account/sessions"), {
    done: t("allOtherSessionsEnded"),
    refresh: true,
  });
  return (
    <>
      <ul className={classes.list}>
        {sessions.map((session) => (
          <SessionItem key={session.id} session={session}>
            {session.isNewDevice && !session.current ? (
              <Button
                size="xs"
                variant="subtle"
                loading={confirm.isPending && confirm.variables === session.id}
                onClick={() => confirm.mutate(session.id)}
              >
                {t("itWasMe")}
              </Button>
            ) : null}
            {session.current ? null : (
              <Button
                size="xs"
                variant="default"
                loading={end.isPending && end.variables === session.id}
                onClick={() => end.mutate(session.id)}
                aria-label={t("endTheSessionOf", { browser: session.browser, os: session.os })}
              >
                {t("end")}
              </Button>
            )}
          </SessionItem>
        ))}
      </ul>
      {sessions.length > 1 ? (
        <div className={classes.foot}>
          <Button size="xs" variant="default" loading={endOthers.isPending} onClick={() => endOthers.mutate()}>
            {t("endAllOthers")}
          </Button>
        </div>
      ) : null}
    </>
  );
}

function SessionItem({ session, children }: { session: Session; children: ReactNode }) {
  const t = useTranslations("account");
  const Icon = icons[session.device];
  const where = [session.ip ?? t("unknownAddress"), session.place].filter(Boolean).join(", ");
  return (
    <li className={classes.item}>
      <Icon size={22} stroke={1.5} aria-hidden="true" className={classes.icon} />
      <div className={classes.main}>
        <span className={classes.name}>
          {t("on", { browser: session.browser, os: session.os })}{" "}
          {session.current ? (
            <Badge size="sm" variant="light">
              {t("thisOne")}
            </Badge>
          ) : null}
          {session.isNewDevice && !session.current ? (
            <Badge size="sm" variant="light" color="yellow" c="var(--mantine-color-text)">
              {t("newDevice")}
            </Badge>
          ) : null}
          {session.serverId ? (
            <Badge size="sm" variant="light" color="gray">
              {t("panelLogin")}
            </Badge>
          ) : null}
        </span>
        <span className={classes.hint}>
          {t.rich("signedInLastSeen", {
            where,
            time: () => <RelativeTime at={session.createdAt} />,
            time2: () => <RelativeTime at={session.lastSeenAt} />,
            withFactor: String(session.withFactor),
          })}
        </span>
      </div>
      <div className={classes.actions}>{children}</div>
    </li>
  );
}
