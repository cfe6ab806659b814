"use client";

import { type DangerAction, DangerActions } from "@/components/ui/danger/danger-actions";
import type { DatabaseCredentialsView, DatabaseView } from "@/lib/hosted-services/databases/contract";
import { api } from "@/lib/http/client/api";
import type { DatabaseRights } from "./database-rights";

/** Shows new secrets in the connection card. */
type Reveal = (secrets: DatabaseCredentialsView) => void;
type Props = { view: DatabaseView; rights: DatabaseRights; onSecrets: Reveal; onDone: () => void };

function actionsOf(view: DatabaseView, rights: DatabaseRights, reveal: Reveal): DangerAction[] {
  const isUsable = view.status === "active" || view.status === "suspended";
  return [
    ...(rights.credentials && isUsable ? [rotation(view.id, reveal), reader(view, reveal)] : []),
    ...(rights.manage && isUsable && !(view.heldByStaff && rights.isOwner) ? [suspension(view)] : []),
    ...(rights.delete && view.status !== "deleting" ? [deletion(view)] : []),
  ];
}

const rotation = (id: string, reveal: Reveal): DangerAction => ({
  title: "Rotate the password",
  text: "New passwords for all users of the database. Sessions with the old password end.",
  label: "Rotate",
  run: async () => {
    const body = { endSessions: true };
    reveal(await api("POST", "/provisioning/databases/[id]/rotate-password", { params: { id }, body }));
    return "The connection card shows the new password. It works in a moment.";
  },
});

const reader = ({ id, hasReadOnlyUser }: DatabaseView, reveal: Reveal): DangerAction => ({
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

function suspension({ id, status }: DatabaseView): DangerAction {
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

const deletion = ({ id, canDump }: DatabaseView): DangerAction => ({
  title: "Delete the database",
  text: canDump
    ? "Removes every table, and the users. A last dump is kept for 7 days: until then the page of databases brings it back."
    : "Removes every table, and the users. The panel keeps no dump of a database on this server.",
  label: "Delete",
  confirmName: true,
  run: async () => {
    await api("DELETE", "/provisioning/databases/[id]", { params: { id } });
    return "The database is being deleted.";
  },
});

/** What the person may do to the database, each with a confirmation. */
export default function DatabaseDanger({ view, rights, onSecrets, onDone }: Props) {
  const empty = `Nothing can be done while it is ${view.status}.`;
  const actions = actionsOf(view, rights, onSecrets);
  return <DangerActions actions={actions} name={view.name} empty={empty} onDone={onDone} />;
}
