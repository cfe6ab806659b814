"use client";

import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/page-frame";
import { stateWord, useStateTexts } from "@/components/ui/state-words";
import { toastDone } from "@/components/ui/toast";
import type { MailboxView } from "@/lib/hosted-services/mail/contract";
import { api } from "@/lib/http/client/api";
import { AutoresponderForm } from "./autoresponder-form";

type Props = { view: MailboxView; onDone: () => void };

/** The automatic answer; only where there is a mailbox to change. */
export default function AutoresponderTab({ view, onDone }: Props) {
  const t = useTranslations("mail.mailbox");
  const tStates = useStateTexts();
  const { id, status, autoresponder } = view;
  if (status !== "active" && status !== "suspended") {
    return <Card title={t("automaticAnswer")}>{t("itCanBeSet", { status: stateWord(tStates, status) })}</Card>;
  }
  return (
    <AutoresponderForm
      initial={autoresponder}
      send={(body) => api("PUT", "/provisioning/mailboxes/[id]/autoresponder", { params: { id }, body })}
      onDone={() => {
        toastDone(t("savedTheChangeIs"));
        onDone();
      }}
    />
  );
}
