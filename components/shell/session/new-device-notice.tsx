"use client";

import { Button, Group } from "@mantine/core";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useAction } from "@/components/ui/use-action";
import { api } from "@/lib/http/client/api";
import classes from "../panel-shell.module.css";

/** A sign-in from a new browser. The notice is shown until the owner confirms the session or opens the list. */
export function NewDeviceNotice({ sessionId }: { sessionId: string }) {
  const t = useTranslations("shell.session");
  const acknowledge = useAction(
    () => api("POST", "/account/sessions/[id]/acknowledge", { params: { id: sessionId } }),
    { refresh: true },
  );
  return (
    <div className={classes.notice} role="status">
      <span>{t("aNewDeviceSigned")}</span>
      <Group gap="xs">
        <Button size="compact-sm" variant="default" component={Link} href="/account/sessions" prefetch={false}>
          {t("reviewSessions")}
        </Button>
        <Button size="compact-sm" variant="subtle" onClick={() => acknowledge.mutate()} loading={acknowledge.isPending}>
          {t("itWasMe")}
        </Button>
      </Group>
    </div>
  );
}
