"use client";

import { Skeleton, Text } from "@mantine/core";
import { useEffect, useState } from "react";
import { CopyField } from "@/components/ui/copy-field";
import { explain } from "@/lib/http/client/problem";
import { api } from "@/lib/http/client/untyped";
import type { MailContent as Mail } from "@/lib/notifications/contract";

/** The text of one mail. Reading it is a sensitive action, so it may ask for confirmation first. */
export function MailContent({ id }: { id: string }) {
  const [mail, setMail] = useState<Mail | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    api<Mail>("GET", `/admin/mail/${id}`).then(setMail, (error) => setProblem(explain(error)));
  }, [id]);
  if (problem) return <Text role="alert">{problem}</Text>;
  if (!mail) return <Skeleton height={160} radius={8} />;
  const link = /https?:\/\/\S+#[0-9a-f]{64}/.exec(mail.content?.text ?? "")?.[0];
  return (
    <>
      <Text fw={600} mb="sm">
        {mail.content?.subject ?? mail.template}
      </Text>
      {link ? <CopyField label="Link" value={link} /> : null}
      <Text component="pre" size="sm" ff="inherit" style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
        {mail.content?.text ?? "The text was deleted when the mail was sent."}
      </Text>
    </>
  );
}
