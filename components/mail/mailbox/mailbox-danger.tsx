"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { CopyField } from "@/components/ui/copy/copy-field";
import { type DangerAction, DangerActions } from "@/components/ui/danger/danger-actions";
import { OnceDialog } from "@/components/ui/dialog/once-dialog";
import { stateWord, useStateTexts } from "@/components/ui/state-words";
import type { MailboxView } from "@/lib/hosted-services/mail/contract";
import { api } from "@/lib/http/client/api";
import type { MailRights } from "../mail-rights";

type Texts = ReturnType<typeof useTranslations<"mail.mailbox">>;

type Props = { view: MailboxView; rights: MailRights; onDone: () => void };
type Shown = { address: string; password: string };

/** What the person may do to the mailbox, each with a confirmation. */
export default function MailboxDanger({ view, rights, onDone }: Props) {
  const t = useTranslations("mail.mailbox");
  const tStates = useStateTexts();
  const [shown, setShown] = useState<Shown | null>(null);
  const isUsable = view.status === "active" || view.status === "suspended";
  const actions = [
    ...(rights.credentials && isUsable ? [newPassword(t, view.id, setShown)] : []),
    ...(rights.manage && isUsable ? [suspension(t, view)] : []),
    ...(rights.delete && view.status !== "deleting" ? [deletion(t, view.id)] : []),
  ];
  const empty = t("nothingCanBeDone", { status: stateWord(tStates, view.status) });
  return (
    <>
      <DangerActions actions={actions} name={view.address} empty={empty} onDone={onDone} />
      {shown ? (
        <OnceDialog title={t("newPassword")} onClose={() => setShown(null)}>
          <CopyField label={t("userName")} value={shown.address} />
          <CopyField label={t("password")} value={shown.password} />
          <p style={{ margin: 0, fontSize: 14 }}>{t("itIsNotShown")}</p>
        </OnceDialog>
      ) : null}
    </>
  );
}

const newPassword = (t: Texts, id: string, onShown: (shown: Shown) => void): DangerAction => ({
  title: t("setANewPassword"),
  text: t("aNewPasswordIs"),
  label: t("setANewPassword"),
  run: async () => {
    onShown(await api("POST", "/provisioning/mailboxes/[id]/password", { params: { id }, body: {} }));
    return t("theNewPasswordWorks");
  },
});

function suspension(t: Texts, { id, status }: MailboxView): DangerAction {
  const isSuspended = status === "suspended";
  return {
    title: isSuspended ? t("resume") : t("suspend"),
    text: isSuspended ? t("itsUserCanSign") : t("mailProgramsAreSigned"),
    label: isSuspended ? t("resume") : t("suspend"),
    run: async () => {
      const path = isSuspended ? "/provisioning/mailboxes/[id]/resume" : "/provisioning/mailboxes/[id]/suspend";
      await api("POST", path, { params: { id } });
      return isSuspended ? t("theMailboxIsActive") : t("theMailboxIsSuspended");
    },
  };
}

const deletion = (t: Texts, id: string): DangerAction => ({
  title: t("deleteTheMailbox"),
  text: t("removesTheAddressAnd"),
  label: t("delete"),
  confirmName: true,
  run: async () => {
    await api("DELETE", "/provisioning/mailboxes/[id]", { params: { id } });
    return t("theMailboxIsBeing");
  },
});
