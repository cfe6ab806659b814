"use client";

import { ActionIcon, Tooltip } from "@mantine/core";
import { IconPlayerPlay, IconPlayerStop, IconRefresh, IconTerminal2 } from "@tabler/icons-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { type ComponentType, useEffect, useState } from "react";
import { addressOf, isBeingReserved } from "@/components/servers/address";
import { Art } from "@/components/ui/art/art";
import { CopyAction } from "@/components/ui/copy/copy-action";
import { StatusPill } from "@/components/ui/status-pill";
import { useAction } from "@/components/ui/use-action";
import { api } from "@/lib/http/client/api";
import type { ServerCardView } from "@/lib/platform/dashboard/contract";
import classes from "./server-card.module.css";
import { SparkArea } from "./spark-area";

type Texts = ReturnType<typeof useTranslations<"dashboard">>;

type Power = {
  action: "start" | "restart" | "stop";
  label: string;
  next: string;
  icon: ComponentType<{ size?: number }>;
};

const start = (t: Texts): Power => ({ action: "start", label: t("start"), next: "starting", icon: IconPlayerPlay });
const restart = (t: Texts): Power => ({ action: "restart", label: t("restart"), next: "stopping", icon: IconRefresh });
const stop = (t: Texts): Power => ({ action: "stop", label: t("stop"), next: "stopping", icon: IconPlayerStop });

/** The longest time for which a state is shown that the panel has not confirmed. */
const expectedMs = 6_000;

const powerOf = (t: Texts): Record<string, Power[]> => ({
  online: [restart(t), stop(t)],
  starting: [stop(t)],
  offline: [start(t)],
  crashed: [start(t)],
});

/** A server with what a person wants at a glance: state, address, players or figures, and its power buttons. */
export function ServerCard({ server }: { server: ServerCardView }) {
  const t = useTranslations("dashboard");
  const { id, name, template, sharedBy, failure } = server;
  // The state that an action leads to, until the panel has the next one.
  const [expected, setExpected] = useState<{ status: string; since: string } | null>(null);
  // A restart may be over before the page is loaded again: then the state is the same as before.
  useEffect(() => {
    if (!expected) return;
    const timer = setTimeout(() => setExpected(null), expectedMs);
    return () => clearTimeout(timer);
  }, [expected]);
  const status = expected?.since === server.status ? expected.status : server.status;
  const power = useAction(
    ({ action }: Power) => api("POST", "/servers/[id]/power", { params: { id }, body: { action } }),
    { refresh: true, onFailed: () => setExpected(null) },
  );
  function act(wanted: Power) {
    setExpected({ status: wanted.next, since: server.status });
    power.mutate(wanted);
  }
  return (
    <li className={`ln-card ${classes.card}`} data-state={status}>
      <div className={classes.head}>
        <Art name={template} size={44} />
        <div className={classes.titles}>
          <Link href={`/servers/${id}`} prefetch={false} className={`ln-cover ${classes.name}`}>
            {name}
          </Link>
          <Address server={server} />
        </div>
        <StatusPill status={status} />
      </div>
      {failure ? (
        <p className={classes.failure}>{failure.message.split("\n")[0]}</p>
      ) : (
        <SparkArea values={server.spark} label={name} />
      )}
      <div className={classes.foot}>
        <Figures server={server} />
        {sharedBy ? <span className={classes.owner}>{t("sharedBy", { sharedBy })}</span> : null}
        <Actions id={id} name={name} powers={powerOf(t)[status] ?? []} isPending={power.isPending} onPower={act} />
      </div>
    </li>
  );
}

type ActionsProps = {
  id: string;
  name: string;
  powers: Power[];
  isPending: boolean;
  onPower: (power: Power) => void;
};

function Actions({ id, name, powers, isPending, onPower }: ActionsProps) {
  const t = useTranslations("dashboard");
  return (
    <div className={classes.actions}>
      <Tooltip label={t("console")}>
        <ActionIcon
          component={Link}
          href={`/servers/${id}/console`}
          prefetch={false}
          variant="subtle"
          color="gray"
          aria-label={t("consoleOf", { name })}
        >
          <IconTerminal2 size={17} />
        </ActionIcon>
      </Tooltip>
      {powers.map((wanted) => (
        <Tooltip key={wanted.action} label={wanted.label}>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={`${wanted.label} ${name}`}
            disabled={isPending}
            onClick={() => onPower(wanted)}
          >
            <wanted.icon size={17} />
          </ActionIcon>
        </Tooltip>
      ))}
    </div>
  );
}

function Address({ server }: { server: ServerCardView }) {
  const t = useTranslations("dashboard");
  const address = addressOf(server);
  if (!address)
    return (
      <span className={classes.address}>{isBeingReserved(server) ? t("addressIsBeingReserved") : t("noAddress")}</span>
    );
  return (
    <span className={classes.address}>
      <code>{address}</code>
      <CopyAction label={t("addressOf", { name: server.name })} value={address} />
    </span>
  );
}

/** Players and figures of now; nothing while the server does not run. */
function Figures({ server: { players, cpuPercent, memoryPercent } }: { server: ServerCardView }) {
  const t = useTranslations("dashboard");
  const figures = [
    players === null ? null : t("playerPlayers", { players }),
    cpuPercent === null ? null : t("cpu", { cpuPercent: Math.round(cpuPercent) }),
    memoryPercent === null ? null : t("memory", { memoryPercent: Math.round(memoryPercent) }),
  ].filter((figure) => figure !== null);
  return <span className={`${classes.figures} ln-figure`}>{figures.join(" · ")}</span>;
}
