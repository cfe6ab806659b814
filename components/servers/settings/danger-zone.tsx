"use client";

import { rememberCredentials } from "@/components/servers/fresh-credentials";
import { type DangerAction, DangerActions } from "@/components/ui/danger/danger-actions";
import type { ServerDetailView } from "@/lib/game-servers/contract";
import { api } from "@/lib/http/client/api";
import type { Rights } from "../rights";

/** The actions that the person may use. */
function actionsOf(server: ServerDetailView, rights: Rights): DangerAction[] {
  const actions: DangerAction[] = [];
  if (rights.credentials) actions.push(rotation(server.id));
  if (rights.reinstall) actions.push(reinstallation(server.id));
  if (rights.suspend) actions.push(suspension(server));
  if (rights.delete) actions.push(deletion(server.id));
  return actions;
}

const rotation = (id: string): DangerAction => ({
  title: "Rotate credentials",
  text: "New RCON and panel passwords. A running server restarts to apply them; sessions of the panel login end.",
  label: "Rotate",
  confirmName: false,
  run: async () => {
    rememberCredentials(id, await api("POST", "/servers/[id]/credentials/rotate", { params: { id } }));
    return "New credentials are in place. Reveal them in Connect.";
  },
});

const reinstallation = (id: string): DangerAction => ({
  title: "Reinstall",
  text: "Deletes every file of the server, including the world, and sets it up again. The address and credentials do not change.",
  label: "Reinstall",
  confirmName: true,
  run: async () => {
    await api("POST", "/servers/[id]/reinstall", { params: { id } });
    return "The server is being set up again.";
  },
});

function suspension({ id, status }: ServerDetailView): DangerAction {
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

const deletion = (id: string): DangerAction => ({
  title: "Delete the server",
  text: "Removes the container, every file and the address. This cannot be undone.",
  label: "Delete",
  confirmName: true,
  run: async () => {
    await api("DELETE", "/servers/[id]", { params: { id } });
    return "The server is being deleted.";
  },
});

/** What cannot be undone, as far as the person may do it. */
export function DangerZone({
  server,
  rights,
  onDone,
}: {
  server: ServerDetailView;
  rights: Rights;
  onDone: () => void;
}) {
  return <DangerActions actions={actionsOf(server, rights)} name={server.name} onDone={onDone} />;
}
