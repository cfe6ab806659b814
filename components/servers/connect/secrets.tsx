"use client";

import { Button } from "@mantine/core";
import { IconEye, IconEyeOff } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { CopyField } from "@/components/ui/copy/copy-field";
import { useAction } from "@/components/ui/use-action";
import { api } from "@/lib/http/client/api";
import { type FreshCredentials, recallCredentials } from "../fresh-credentials";
import classes from "./connect-panel.module.css";
import { Part } from "./part";

/** The server's secrets: shown once after they were made, later by an audited reveal. */
export function Secrets({ serverId, rconPort }: { serverId: string; rconPort: number }) {
  const t = useTranslations("servers.connect");
  const [secrets, setSecrets] = useState<FreshCredentials | null>(null);
  useEffect(() => setSecrets(recallCredentials(serverId)), [serverId]);
  const reveal = useAction(() => api("GET", "/servers/[id]/credentials", { params: { id: serverId } }), {
    onDone: ({ rconPassword, panel }) => setSecrets({ rconPassword, panel }),
  });
  return (
    <>
      <Part title={t("remoteConsole")}>
        <CopyField label={t("rconPort")} value={String(rconPort)} />
        <CopyField label={t("rconPassword")} value={secrets?.rconPassword ?? ""} masked={!secrets} />
      </Part>
      <Part title={t("panelLogin")}>
        <p className={classes.text}>{t("aLoginOfThis")}</p>
        <ol className={classes.steps}>
          <li>{secrets ? <CopyField label={t("open")} value={secrets.panel.url} /> : t("openThisPanelsSign")}</li>
          <li>
            <CopyField label={t("panelUser")} value={secrets?.panel.username ?? ""} masked={!secrets} />
          </li>
          <li>
            <CopyField label={t("panelPassword")} value={secrets?.panel.password ?? ""} masked={!secrets} />
          </li>
        </ol>
      </Part>
      {secrets ? (
        <Button
          data-local
          size="xs"
          w="fit-content"
          variant="default"
          leftSection={<IconEyeOff size={14} />}
          onClick={() => setSecrets(null)}
        >
          {t("hide")}
        </Button>
      ) : (
        <Button
          size="xs"
          w="fit-content"
          variant="default"
          leftSection={<IconEye size={14} />}
          loading={reveal.isPending}
          onClick={() => reveal.mutate()}
        >
          {t("revealCredentials")}
        </Button>
      )}
    </>
  );
}
