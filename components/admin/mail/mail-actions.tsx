"use client";

import { Button } from "@mantine/core";
import { useTranslations } from "next-intl";
import { useAction } from "@/components/ui/use-action";
import { api } from "@/lib/http/client/api";

/** Queues a test message to the person's own address. */
export function SendTestMail() {
  const t = useTranslations("admin.mail");
  const test = useAction(() => api("POST", "/admin/mail"), {
    done: t("aTestMessageIs"),
    refresh: true,
  });
  return (
    <Button variant="default" onClick={() => test.mutate()} loading={test.isPending}>
      {t("sendMeATest")}
    </Button>
  );
}

/** Queues a held or failed message again. */
export function ResendMail({ id }: { id: string }) {
  const t = useTranslations("admin.mail");
  const resend = useAction(() => api("POST", "/admin/mail/[id]/resend", { params: { id } }), {
    done: t("theMailIsQueued"),
    refresh: true,
  });
  return (
    <Button variant="default" onClick={() => resend.mutate()} loading={resend.isPending}>
      {t("sendAgain")}
    </Button>
  );
}
