"use client";

import { Button } from "@mantine/core";
import { IconEye, IconEyeOff } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { CopyField } from "@/components/ui/copy/copy-field";
import { useAction } from "@/components/ui/use-action";
import { api } from "@/lib/http/client/api";
import { type FreshCredentials, recallCredentials } from "../fresh-credentials";
import classes from "./connect-panel.module.css";
import { Part } from "./part";

/** The server's secrets: shown once after they were made, later by an audited reveal. */
export function Secrets({ serverId, rconPort }: { serverId: string; rconPort: number }) {
  const [secrets, setSecrets] = useState<FreshCredentials | null>(null);
  useEffect(() => setSecrets(recallCredentials(serverId)), [serverId]);
  const reveal = useAction(() => api("GET", "/servers/[id]/credentials", { params: { id: serverId } }), {
    onDone: ({ rconPassword, panel }) => setSecrets({ rconPassword, panel }),
  });
  return (
    <>
      <Part title="Remote console">
        <CopyField label="RCON port" value={String(rconPort)} />
        <CopyField label="RCON password" value={secrets?.rconPassword ?? ""} masked={!secrets} />
      </Part>
      <Part title="Panel login">
        <p className={classes.text}>A login of this server alone: console and power, for people without an account.</p>
        <ol className={classes.steps}>
          <li>{secrets ? <CopyField label="Open" value={secrets.panel.url} /> : "Open this panel's sign-in page."}</li>
          <li>
            <CopyField label="Panel user" value={secrets?.panel.username ?? ""} masked={!secrets} />
          </li>
          <li>
            <CopyField label="Panel password" value={secrets?.panel.password ?? ""} masked={!secrets} />
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
          Hide
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
          Reveal credentials
        </Button>
      )}
    </>
  );
}
