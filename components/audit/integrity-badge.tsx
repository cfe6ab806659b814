"use client";

import { Button } from "@mantine/core";
import { useTranslations } from "next-intl";
import { StatusPill } from "@/components/ui/status-pill";
import { useAction } from "@/components/ui/use-action";
import { api } from "@/lib/http/client/api";
import classes from "./audit.module.css";

/** Whether the log is intact. It is verified on demand, since that reads every entry. */
export function IntegrityBadge() {
  const t = useTranslations("audit");
  const { mutate, data: result, isPending } = useAction(() => api("POST", "/admin/audit/verify"));
  const status = result ? (result.ok ? "verified" : "failed") : "idle";
  const label = result
    ? result.ok
      ? t("intactEntries", { entries: result.entries })
      : t("notIntact")
    : t("signedAndChained");
  return (
    <div className={classes.integrity}>
      <span role="status" className={classes.result}>
        <StatusPill status={status} label={label} />
        {result ? (
          <details className={classes.report}>
            <summary>{t("report")}</summary>
            <p>{result.summary}</p>
          </details>
        ) : null}
      </span>
      <Button onClick={() => mutate()} loading={isPending} variant="default" size="xs">
        {t("verifyChain")}
      </Button>
    </div>
  );
}
