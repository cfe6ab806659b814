"use client";

import { Button } from "@mantine/core";
import { useState } from "react";
import { rememberCredentials } from "@/components/servers/fresh-credentials";
import { ConfirmDialog } from "@/components/ui/dialog/confirm-dialog";
import { toastDone } from "@/components/ui/toast";
import type { ServerDetailView } from "@/lib/game-servers/contract";
import { api } from "@/lib/http/client/api";
import type { Rights } from "../rights";
import classes from "./danger-zone.module.css";

type Action = { title: string; text: string; label: string; confirmName: boolean; run: () => Promise<string> };

/** The actions that the person may use. */
function actionsOf(server: ServerDetailView, rights: Rights): Action[] {
  const actions: Action[] = [];
  if (rights.credentials) actions.push(rotation(server.id));
  if (rights.reinstall) actions.push(reinstallation(server.id));
  if (rights.suspend) actions.push(suspension(server));
  if (rights.delete) actions.push(deletion(server.id));
  return actions;
}

const rotation = (id: string): Action => ({
  title: "Rotate credentials",
  text: "New RCON and panel passwords. A running server restarts to apply them; sessions of the panel login end.",
  label: "Rotate",
  confirmName: false,
  run: async () => {
    rememberCredentials(id, await api("POST", "/servers/[id]/credentials/rotate", { params: { id } }));
    return "New credentials are in place. Reveal them in the connection card.";
  },
});

const reinstallation = (id: string): Action => ({
  title: "Reinstall",
  text: "Deletes every file of the server, including the world, and sets it up again. The address and credentials do not change.",
  label: "Reinstall",
  confirmName: true,
  run: async () => {
    await api("POST", "/servers/[id]/reinstall", { params: { id } });
    return "The server is being set up again.";
  },
});

function suspension({ id, status }: ServerDetailView): Action {
  const isLifted = status === "suspended";
  return {
    title: isLifted ? "Lift the suspension" : "Suspend",
    text: isLifted
      ? "Its owner can start it again."
      : "Stops the server and prevents it from being started. No data is lost.",
    label: isLifted ? "Lift" : "Suspend",
    confirmName: false,
    run: async () => {
      await api("POST", isLifted ? "/servers/[id]/unsuspend" : "/servers/[id]/suspend", { params: { id } });
      return isLifted ? "The suspension is lifted." : "The server is suspended.";
    },
  };
}

const deletion = (id: string): Action => ({
  title: "Delete the server",
  text: "Removes the container, every file and the address. This cannot be undone.",
  label: "Delete",
  confirmName: true,
  run: async () => {
    await api("DELETE", "/servers/[id]", { params: { id } });
    return "The server is being deleted.";
  },
});

/** Actions that cannot be undone, each with a confirmation. */
export function DangerZone({
  server,
  rights,
  onDone,
}: {
  server: ServerDetailView;
  rights: Rights;
  onDone: () => void;
}) {
  const [asked, setAsked] = useState<Action | null>(null);
  return (
    <div className={`ln-card ${classes.zone}`}>
      {actionsOf(server, rights).map((action) => (
        <div key={action.title} className={classes.action}>
          <div>
            <p className={classes.title}>{action.title}</p>
            <p className={classes.text}>{action.text}</p>
          </div>
          <Button variant="default" onClick={() => setAsked(action)}>
            {action.label}
          </Button>
        </div>
      ))}
      {asked ? (
        <ConfirmDialog
          title={asked.title}
          label={asked.label}
          {...(asked.confirmName ? { typed: server.name } : {})}
          onConfirm={async () => {
            toastDone(await asked.run());
            onDone();
          }}
          onClose={() => setAsked(null)}
        >
          <p style={{ margin: 0 }}>{asked.text}</p>
        </ConfirmDialog>
      ) : null}
    </div>
  );
}
