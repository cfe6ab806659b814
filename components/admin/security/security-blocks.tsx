"use client";

import { Button } from "@mantine/core";
import { useTranslations } from "next-intl";
import tables from "@/components/admin/tables.module.css";
import { EmptyState } from "@/components/ui/empty-state";
import { RelativeTime } from "@/components/ui/relative-time";
import { useAction } from "@/components/ui/use-action";
import type { BlockView } from "@/lib/auth/detection/contract";
import { api } from "@/lib/http/client/api";
import classes from "./security.module.css";
import { measureWords } from "./security-words";

type Texts = ReturnType<typeof useTranslations<"admin.security">>;

/** The account that a measure applies to: "to the account of Ada". */
function scopeText(t: Texts, { scope, user }: BlockView): string {
  if (scope === "all") return t("toAllAccounts");
  return user ? t("toTheAccountOf", { name: user.name }) : t("toOneAccount");
}

/** Active measures against sign-ins. Each ends automatically, or here. */
export function SecurityBlocks({ blocks, canManage }: { blocks: BlockView[]; canManage: boolean }) {
  const t = useTranslations("admin.security");
  const lift = useAction((id: string) => api("DELETE", "/admin/security/blocks/[id]", { params: { id } }), {
    done: t("theMeasureIsLifted"),
    refresh: true,
  });
  if (blocks.length === 0) {
    return <EmptyState title={t("noNetworkOrAccount")}>{t("measuresNeverApplyTo")}</EmptyState>;
  }
  return (
    <ul className={tables.list}>
      {blocks.map((block) => (
        <li key={block.id} className={tables.run}>
          <div className={tables.runHead}>
            <span className={tables.strong}>
              {measureWords(t)[block.measure]}:{" "}
              {block.network ? <span className={classes.mono}>{block.network}</span> : t("fromEverywhere")},{" "}
              {scopeText(t, block)}
            </span>
            <span className={tables.dim}>{t.rich("ends", { time: () => <RelativeTime at={block.until} /> })}</span>
            {canManage ? (
              <Button
                size="xs"
                variant="default"
                loading={lift.isPending && lift.variables === block.id}
                onClick={() => lift.mutate(block.id)}
                aria-label={t("lift2", {
                  measure: measureWords(t)[block.measure],
                  network: block.network ?? t("fromEverywhere"),
                  block: scopeText(t, block),
                })}
              >
                {t("lift")}
              </Button>
            ) : null}
          </div>
          <div className={tables.detail}>{block.reason}</div>
        </li>
      ))}
    </ul>
  );
}
