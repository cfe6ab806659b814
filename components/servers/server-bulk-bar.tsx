"use client";

import { Button } from "@mantine/core";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { BulkServersBody } from "@/lib/game-servers/contract";
import classes from "./server-table.module.css";

type Texts = ReturnType<typeof useTranslations<"servers">>;

const BulkServersDialog = dynamic(() => import("./bulk-servers-dialog"), { ssr: false });

type Action = BulkServersBody["action"];
const actions = (t: Texts): [Action, string][] => [
  ["start", t("start")],
  ["stop", t("stop")],
  ["restart", t("restart")],
  ["delete", t("delete")],
];

/** What can be done with the chosen servers. Each action shows first what it would touch. */
export function ServerBulkBar({ chosen, onDone }: { chosen: ReadonlySet<string>; onDone: () => void }) {
  const t = useTranslations("servers");
  const [action, setAction] = useState<Action | null>(null);
  return (
    <section className={classes.bulk} aria-label={t("chosenServers")}>
      <span role="status">{chosen.size === 0 ? t("chooseServersToAct") : t("chosen", { size: chosen.size })}</span>
      {chosen.size === 0
        ? null
        : actions(t).map(([name, label]) => (
            <Button
              key={name}
              size="xs"
              variant="default"
              {...(name === "delete" ? { c: "red" } : {})}
              onClick={() => setAction(name)}
            >
              {label}
            </Button>
          ))}
      {chosen.size > 0 ? (
        <Button size="xs" variant="subtle" onClick={onDone}>
          {t("clearChoice")}
        </Button>
      ) : null}
      {action ? (
        <BulkServersDialog ids={[...chosen]} action={action} onDone={onDone} onClose={() => setAction(null)} />
      ) : null}
    </section>
  );
}
