"use client";

import { Skeleton, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { CopyField } from "@/components/ui/copy/copy-field";
import { api } from "@/lib/http/client/api";
import { explain } from "@/lib/http/client/problem";

/** The text of one mail. Reading it is a sensitive action, so it may ask for confirmation first. */
export function MailContent({ id }: { id: string }) {
  const t = useTranslations("admin.mail");
  const { data: mail, error } = useQuery({
    queryKey: ["mail", id],
    queryFn: () => api("GET", "/admin/mail/[id]", { params: { id } }),
    // Each read is recorded in the audit log.
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (error) return <Text role="alert">{explain(error)}</Text>;
  if (!mail) return <Skeleton height={160} radius={8} />;
  const link = /https?:\/\/\S+#[0-9a-f]{64}/.exec(mail.content?.text ?? "")?.[0];
  return (
    <>
      <Text fw={600} mb="sm">
        {mail.content?.subject ?? mail.template}
      </Text>
      {link ? <CopyField label={t("link")} value={link} /> : null}
      <Text component="pre" size="sm" ff="inherit" style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
        {mail.content?.text ?? t("theTextWasDeleted")}
      </Text>
    </>
  );
}
