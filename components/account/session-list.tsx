"use client";

import { Badge, Button } from "@mantine/core";
import { IconDeviceDesktop, IconDeviceMobile, IconDeviceTablet, IconTerminal2 } from "@tabler/icons-react";
import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { RelativeTime } from "@/components/ui/relative-time";
import { toastDone, toastFailure } from "@/components/ui/toast";
import { api } from "@/lib/http/client";
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
  const router = useRouter();
  const [busy, setBusy] = useState<string | null>(null);
  async function act(key: string, method: string, path: string, done: string) {
    setBusy(key);
    try {
      await api(method, `/account/sessions${path}`);
      toastDone(done);
      router.refresh();
    } catch (error) {
      toastFailure(error);
    }
    setBusy(null);
  }
  return (
    <>
      <ul className={classes.list}>
        {sessions.map((session) => (
          <SessionItem key={session.id} session={session}>
            {session.isNewDevice && !session.current ? (
              <Button
                size="xs"
                variant="subtle"
                loading={busy === `ack ${session.id}`}
                onClick={() => act(`ack ${session.id}`, "POST", `/${session.id}/acknowledge`, "Saved: this was you.")}
              >
                It was me
              </Button>
            ) : null}
            {session.current ? null : (
              <Button
                size="xs"
                variant="default"
                loading={busy === session.id}
                onClick={() => act(session.id, "DELETE", `/${session.id}`, "The session ended.")}
                aria-label={`End the session of ${session.browser} on ${session.os}`}
              >
                End
              </Button>
            )}
          </SessionItem>
        ))}
      </ul>
      {sessions.length > 1 ? (
        <div className={classes.foot}>
          <Button
            size="xs"
            variant="default"
            loading={busy === "others"}
            onClick={() => act("others", "DELETE", "", "All other sessions ended.")}
          >
            End all others
          </Button>
        </div>
      ) : null}
    </>
  );
}

function SessionItem({ session, children }: { session: Session; children: ReactNode }) {
  const Icon = icons[session.device];
  const where = [session.ip ?? "unknown address", session.place].filter(Boolean).join(", ");
  return (
    <li className={classes.item}>
      <Icon size={22} stroke={1.5} aria-hidden="true" className={classes.icon} />
      <div className={classes.main}>
        <span className={classes.name}>
          {session.browser} on {session.os}{" "}
          {session.current ? (
            <Badge size="sm" variant="light">
              this one
            </Badge>
          ) : null}
          {session.isNewDevice && !session.current ? (
            <Badge size="sm" variant="light" color="yellow" c="var(--mantine-color-text)">
              new device
            </Badge>
          ) : null}
          {session.serverId ? (
            <Badge size="sm" variant="light" color="gray">
              panel login
            </Badge>
          ) : null}
        </span>
        <span className={classes.hint}>
          {where}; signed in <RelativeTime at={session.createdAt} />, last seen <RelativeTime at={session.lastSeenAt} />
          {session.withFactor ? "; with a second factor" : ""}
        </span>
      </div>
      <div className={classes.actions}>{children}</div>
    </li>
  );
}
