"use client";

import { useState } from "react";
import { CopyField } from "@/components/ui/copy/copy-field";
import { type DangerAction, DangerActions } from "@/components/ui/danger/danger-actions";
import { OnceDialog } from "@/components/ui/dialog/once-dialog";
import type { MailboxView } from "@/lib/hosted-services/mail/contract";
import { api } from "@/lib/http/client/api";
import type { MailRights } from "../mail-rights";

type Props = { view: MailboxView; rights: MailRights; onDone: () => void };
type Shown = { address: string; password: string };

/** What the person may do to the mailbox, each with a confirmation. */
export default function MailboxDanger({ view, rights, onDone }: Props) {
  const [shown, setShown] = useState<Shown | null>(null);
  const isUsable = view.status === "active" || view.status === "suspended";
  const actions = [
    ...(rights.credentials && isUsable ? [newPassword(view.id, setShown)] : []),
    ...(rights.manage && isUsable ? [suspension(view)] : []),
    ...(rights.delete && view.status !== "deleting" ? [deletion(view.id)] : []),
  ];
  const empty = `Nothing can be done while it is ${view.status}.`;
  return (
    <>
      <DangerActions actions={actions} name={view.address} empty={empty} onDone={onDone} />
      {shown ? (
        <OnceDialog title="New password" onClose={() => setShown(null)}>
          <CopyField label="User name" value={shown.address} />
          <CopyField label="Password" value={shown.password} />
          <p style={{ margin: 0, fontSize: 14 }}>It is not shown again.</p>
        </OnceDialog>
      ) : null}
    </>
  );
}

const newPassword = (id: string, onShown: (shown: Shown) => void): DangerAction => ({
  title: "Set a new password",
  text: "A new password is made and shown once. Mail programs with the old one are signed out.",
  label: "Set a new password",
  run: async () => {
    onShown(await api("POST", "/provisioning/mailboxes/[id]/password", { params: { id }, body: {} }));
    return "The new password works in a moment.";
  },
});

function suspension({ id, status }: MailboxView): DangerAction {
  const isSuspended = status === "suspended";
  return {
    title: isSuspended ? "Resume" : "Suspend",
    text: isSuspended
      ? "Its user can sign in again."
      : "Mail programs are signed out and nobody can sign in. Mail is still taken, and none is lost.",
    label: isSuspended ? "Resume" : "Suspend",
    run: async () => {
      const path = isSuspended ? "/provisioning/mailboxes/[id]/resume" : "/provisioning/mailboxes/[id]/suspend";
      await api("POST", path, { params: { id } });
      return isSuspended ? "The mailbox is active." : "The mailbox is suspended.";
    },
  };
}

const deletion = (id: string): DangerAction => ({
  title: "Delete the mailbox",
  text: "Removes the address and all its mail. An address that is created again starts empty.",
  label: "Delete",
  confirmName: true,
  run: async () => {
    await api("DELETE", "/provisioning/mailboxes/[id]", { params: { id } });
    return "The mailbox is being deleted.";
  },
});
