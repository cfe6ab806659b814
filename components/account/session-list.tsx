"use client";

import { Badge, Button } from "@mantine/core";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { RelativeTime } from "@/components/page/relative-time";
import { toastDone, toastFailure } from "@/components/page/toast";
import { api } from "@/lib/http/client";
import classes from "./lists.module.css";

type Session = {
  id: string;
  ip: string | null;
  userAgent: string | null;
  createdAt: string;
  lastSeenAt: string;
  current: boolean;
};

/** Where the account is signed in, and how to end it. */
export function SessionList({ sessions }: { sessions: Session[] }) {
  const router = useRouter();
  const [busy, setBusy] = useState<string | null>(null);
  async function end(path: string, key: string) {
    setBusy(key);
    try {
      await api("DELETE", `/account/sessions${path}`);
      toastDone("The session ended.");
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
          <li key={session.id} className={classes.item}>
            <div className={classes.main}>
              <span className={classes.name}>
                {describeAgent(session.userAgent)}{" "}
                {session.current ? (
                  <Badge size="sm" variant="light">
                    this one
                  </Badge>
                ) : null}
              </span>
              <span className={classes.hint}>
                {session.ip ?? "unknown address"}, last seen <RelativeTime at={session.lastSeenAt} />
              </span>
            </div>
            {session.current ? null : (
              <Button
                size="xs"
                variant="default"
                loading={busy === session.id}
                onClick={() => end(`/${session.id}`, session.id)}
              >
                End
              </Button>
            )}
          </li>
        ))}
      </ul>
      {sessions.length > 1 ? (
        <div className={classes.foot}>
          <Button size="xs" variant="default" loading={busy === "others"} onClick={() => end("", "others")}>
            End all others
          </Button>
        </div>
      ) : null}
    </>
  );
}

/** Browser and system out of a user agent, as far as they can be told. */
function describeAgent(agent: string | null): string {
  if (!agent) return "Unknown device";
  const browser = /(Firefox|Edg|Chrome|Safari)\//.exec(agent)?.[1]?.replace("Edg", "Edge") ?? "A program";
  const system = /(Windows|Android|iPhone|iPad|Mac OS X|Linux)/.exec(agent)?.[1] ?? "";
  return system ? `${browser} on ${system}` : browser;
}
