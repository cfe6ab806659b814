"use client";

import { Button } from "@mantine/core";
import { useState } from "react";
import classes from "@/components/servers/settings/danger-zone.module.css";
import { ConfirmDialog } from "@/components/ui/dialog/confirm-dialog";
import { toastDone } from "@/components/ui/toast";
import type { DatabaseCredentialsView, DatabaseView } from "@/lib/hosted-services/databases/contract";
import { api } from "@/lib/http/client/api";
import type { DatabaseRights } from "./database-rights";

type Action = { title: string; text: string; label: string; confirmName?: boolean; run: () => Promise<string> };
/** Shows new secrets in the connection card. */
type Reveal = (secrets: DatabaseCredentialsView) => void;
type Props = { view: DatabaseView; rights: DatabaseRights; onSecrets: Reveal; onDone: () => void };

function actionsOf(view: DatabaseView, rights: DatabaseRights, reveal: Reveal): Action[] {
  const isUsable = view.status === "active" || view.status === "suspended";
  return [
    ...(rights.credentials && isUsable ? [rotation(view.id, reveal), reader(view, reveal)] : []),
    ...(rights.manage && isUsable ? [suspension(view)] : []),
    ...(rights.delete && view.status !== "deleting" ? [deletion(view.id)] : []),
  ];
}

const rotation = (id: string, reveal: Reveal): Action => ({
  title: "Rotate the password",
  text: "New passwords for all users of the database. Sessions with the old password end.",
  label: "Rotate",
  run: async () => {
    const body = { endSessions: true };
    reveal(await api("POST", "/provisioning/databases/[id]/rotate-password", { params: { id }, body }));
    return "The connection card shows the new password. It works in a moment.";
  },
});

const reader = ({ id, hasReadOnlyUser }: DatabaseView, reveal: Reveal): Action => ({
  title: hasReadOnlyUser ? "Remove the user that only reads" : "Add a user that only reads",
  text: hasReadOnlyUser
    ? "Its sessions end, and programs that use it no longer connect."
    : "A second user that can read every table and change nothing.",
  label: hasReadOnlyUser ? "Remove" : "Add",
  run: async () => {
    const method = hasReadOnlyUser ? "DELETE" : "POST";
    reveal(await api(method, "/provisioning/databases/[id]/read-only-user", { params: { id } }));
    return hasReadOnlyUser ? "The user was removed." : "The user was added. The connection card shows its URL.";
  },
});

function suspension({ id, status }: DatabaseView): Action {
  const isSuspended = status === "suspended";
  return {
    title: isSuspended ? "Resume" : "Suspend",
    text: isSuspended ? "Users can sign in again." : "Ends all sessions. Nobody can sign in. No data is lost.",
    label: isSuspended ? "Resume" : "Suspend",
    run: async () => {
      const path = isSuspended ? "/provisioning/databases/[id]/resume" : "/provisioning/databases/[id]/suspend";
      await api("POST", path, { params: { id } });
      return isSuspended ? "The database is active." : "The database is suspended.";
    },
  };
}

const deletion = (id: string): Action => ({
  title: "Delete the database",
  text: "Removes every table, and the users. This cannot be undone.",
  label: "Delete",
  confirmName: true,
  run: async () => {
    await api("DELETE", "/provisioning/databases/[id]", { params: { id } });
    return "The database is being deleted.";
  },
});

/** Actions with a confirmation each. */
export default function DatabaseDanger({ view, rights, onSecrets, onDone }: Props) {
  const [asked, setAsked] = useState<Action | null>(null);
  const actions = actionsOf(view, rights, onSecrets);
  return (
    <div className={`ln-card ${classes.zone}`}>
      {actions.length === 0 ? <p className={classes.text}>Nothing can be done while it is {view.status}.</p> : null}
      {actions.map((action) => (
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
          {...(asked.confirmName ? { typed: view.name } : {})}
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
