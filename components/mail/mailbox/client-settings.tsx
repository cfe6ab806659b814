"use client";

import { Text } from "@mantine/core";
import { CopyField } from "@/components/ui/copy/copy-field";
import type { MailboxView } from "@/lib/hosted-services/mail/contract";

type Props = { view: Pick<MailboxView, "address" | "imap" | "submission">; password?: string | null };

/** What a mail program asks for. */
export function ClientSettings({ view: { address, imap, submission }, password }: Props) {
  return (
    <div>
      <CopyField label="User name" value={address} />
      {password ? <CopyField label="Password" value={password} /> : null}
      <CopyField label="IMAP server (TLS)" value={`${imap.host}:${imap.port}`} />
      <CopyField label="SMTP server (STARTTLS)" value={`${submission.host}:${submission.port}`} />
      <Text size="sm" mt="xs">
        {password
          ? "The password is not shown again. "
          : "The user name is the whole address. The password is the one of the mailbox. "}
        Thunderbird and Apple Mail read these settings themselves when the records of the domain are set.
      </Text>
    </div>
  );
}
