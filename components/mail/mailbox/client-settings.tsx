"use client";

import { Text } from "@mantine/core";
import { useTranslations } from "next-intl";
import { CopyField } from "@/components/ui/copy/copy-field";
import type { MailboxView } from "@/lib/hosted-services/mail/contract";

type Props = { view: Pick<MailboxView, "address" | "imap" | "submission">; password?: string | null };

/** What a mail program asks for. */
export function ClientSettings({ view: { address, imap, submission }, password }: Props) {
  const t = useTranslations("mail.mailbox");
  return (
    <div>
      <CopyField label={t("userName")} value={address} />
      {password ? <CopyField label={t("password")} value={password} /> : null}
      <CopyField label={t("imapServerTls")} value={`${imap.host}:${imap.port}`} />
      <CopyField label={t("smtpServerStarttls")} value={`${submission.host}:${submission.port}`} />
      <Text size="sm" mt="xs">
        {t("thePasswordIsNot", { password: String(Boolean(password)) })}
      </Text>
    </div>
  );
}
