"use client";

import { Card } from "@/components/ui/page-frame";
import { toastDone } from "@/components/ui/toast";
import type { MailboxView } from "@/lib/hosted-services/mail/contract";
import { api } from "@/lib/http/client/api";
import { AutoresponderForm } from "./autoresponder-form";

type Props = { view: MailboxView; onDone: () => void };

/** The automatic answer; only where there is a mailbox to change. */
export default function AutoresponderTab({ view, onDone }: Props) {
  const { id, status, autoresponder } = view;
  if (status !== "active" && status !== "suspended") {
    return <Card title="Automatic answer">It can be set once the mailbox is active. It is {status}.</Card>;
  }
  return (
    <AutoresponderForm
      initial={autoresponder}
      send={(body) => api("PUT", "/provisioning/mailboxes/[id]/autoresponder", { params: { id }, body })}
      onDone={() => {
        toastDone("Saved. The change is being applied.");
        onDone();
      }}
    />
  );
}
