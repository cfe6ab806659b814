"use client";

import { Stack, Title } from "@mantine/core";
import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/page-frame";
import { useServerPage } from "../cockpit/server-context";
import { DangerZone } from "../settings/danger-zone";
import { SettingsForm } from "../settings/settings-form";

/** Settings, and what cannot be undone, as far as the person may change them. */
export function SettingsTab() {
  const t = useTranslations("servers.tabs");
  const { server, template, rights, refresh } = useServerPage();
  const { reinstall, credentials, suspend } = rights;
  return (
    <Stack gap="md">
      {rights.update ? (
        <Card title={t("settings")}>
          <SettingsForm server={server} template={template} onDone={refresh} />
        </Card>
      ) : null}
      {rights.delete || reinstall || credentials || suspend ? (
        <section aria-labelledby="danger-zone">
          <Title order={2} size="h5" mb="xs" id="danger-zone">
            {t("dangerZone")}
          </Title>
          <DangerZone server={server} rights={rights} onDone={refresh} />
        </section>
      ) : null}
    </Stack>
  );
}
