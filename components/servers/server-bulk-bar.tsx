"use client";

import { Button } from "@mantine/core";
import dynamic from "next/dynamic";
import { useState } from "react";
import type { BulkServersBody } from "@/lib/game-servers/contract";
import classes from "./server-table.module.css";

const BulkServersDialog = dynamic(() => import("./bulk-servers-dialog"), { ssr: false });

type Action = BulkServersBody["action"];
const actions: [Action, string][] = [
  ["start", "Start"],
  ["stop", "Stop"],
  ["restart", "Restart"],
  ["delete", "Delete"],
];

/** What can be done with the chosen servers. Each action shows first what it would touch. */
export function ServerBulkBar({ chosen, onDone }: { chosen: ReadonlySet<string>; onDone: () => void }) {
  const [action, setAction] = useState<Action | null>(null);
  return (
    <section className={classes.bulk} aria-label="Chosen servers">
      <span role="status">{chosen.size === 0 ? "Choose servers to act on several." : `${chosen.size} chosen`}</span>
      {chosen.size === 0
        ? null
        : actions.map(([name, label]) => (
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
          Clear choice
        </Button>
      ) : null}
      {action ? (
        <BulkServersDialog ids={[...chosen]} action={action} onDone={onDone} onClose={() => setAction(null)} />
      ) : null}
    </section>
  );
}
