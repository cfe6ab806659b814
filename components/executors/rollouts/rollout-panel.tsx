"use client";

import { Alert, Button, Stack } from "@mantine/core";
import { useTranslations } from "next-intl";
import { useState } from "react";
import lists from "@/components/account/lists.module.css";
import classes from "@/components/executors/executors.module.css";
import { RolloutBadge } from "@/components/executors/state-badge";
import { ConfirmDialog } from "@/components/ui/dialog/confirm-dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { Card } from "@/components/ui/page-frame";
import { RelativeTime } from "@/components/ui/relative-time";
import { toastDone } from "@/components/ui/toast";
import type { RolloutView } from "@/lib/executors/rollouts/contract";
import type { TemplateView } from "@/lib/executors/templates/contract";
import { api } from "@/lib/http/client/api";
import { RolloutForm } from "./rollout-form";
import { canRollOut } from "./rollout-stages";
import { RolloutSteps } from "./rollout-steps";

type Texts = ReturnType<typeof useTranslations<"executors.rollouts">>;

type Props = {
  template: TemplateView;
  rollouts: RolloutView[];
  canManage: boolean;
  onDone: () => void;
};

/** The current or latest roll-out, the form for a new one if there is a newer version, and earlier roll-outs. */
export function RolloutPanel({ template, rollouts, canManage, onDone }: Props) {
  const t = useTranslations("executors.rollouts");
  const [backing, setBacking] = useState<RolloutView | null>(null);
  const [latest, ...earlier] = rollouts;
  const finishedAt = latest?.finishedAt ?? null;
  const isBehind = canRollOut(template, rollouts);
  return (
    <Stack gap="md">
      {latest ? (
        <Card
          title={stepsText(t, latest)}
          aside={
            <span aria-live="polite">
              <RolloutBadge state={latest.state} />
            </span>
          }
        >
          <Stack gap="md">
            <RolloutSteps rollout={latest} />
            {latest.reason ? (
              <Alert color="red" title={t("halted")} role="status">
                {latest.reason}
              </Alert>
            ) : null}
            <p className={classes.hint}>
              <Reached rollout={latest} />
              {t.rich("started", { time: () => <RelativeTime at={latest.createdAt} /> })}
              {finishedAt ? t.rich("ended", { time: () => <RelativeTime at={finishedAt} /> }) : null}.
            </p>
            {canManage && latest.state !== "rolled_back" && latest.fromVersion !== latest.toVersion ? (
              <Button variant="default" size="xs" w="fit-content" onClick={() => setBacking(latest)}>
                {t("rollBackToVersion", { fromVersion: latest.fromVersion })}
              </Button>
            ) : null}
          </Stack>
        </Card>
      ) : null}
      {canManage && isBehind ? (
        <Card title={t("rollOutVersion", { version: template.version })}>
          <RolloutForm template={template} onDone={onDone} />
        </Card>
      ) : null}
      {!latest && !isBehind ? (
        <div className="ln-card">
          <EmptyState title={t("nothingToRollOut")}>{t("changeTheSettingsOf")}</EmptyState>
        </div>
      ) : null}
      {earlier.length > 0 ? <Earlier rollouts={earlier} /> : null}
      {backing ? (
        <RollBack template={template} rollout={backing} onClose={() => setBacking(null)} onDone={onDone} />
      ) : null}
    </Stack>
  );
}

/** Pure. */
function stepsText(t: Texts, { fromVersion, toVersion }: RolloutView): string {
  return fromVersion === toVersion ? t("versionAgain", { toVersion }) : t("versionTo", { fromVersion, toVersion });
}

/** How many executors have the version. */
function Reached({ rollout: { toVersion, given, members, applied } }: { rollout: RolloutView }) {
  const t = useTranslations("executors.rollouts");
  return members === 0 ? null : `${t("versionIsAssignedTo", { toVersion, given, members, applied })} `;
}

function Earlier({ rollouts }: { rollouts: RolloutView[] }) {
  const t = useTranslations("executors.rollouts");
  return (
    <Card title={t("earlierRollOuts")} flush>
      <ul className={lists.list}>
        {rollouts.map((rollout) => (
          <li key={rollout.id} className={lists.item}>
            <div className={lists.main}>
              <span className={lists.name}>{stepsText(t, rollout)}</span>
              <span className={lists.hint}>
                {t.rich("timeTimeReasonSelect", {
                  time: () => <RelativeTime at={rollout.createdAt} />,
                  reason: String(Boolean(rollout.reason)),
                  reason2: rollout.reason ?? "",
                })}
              </span>
            </div>
            <RolloutBadge state={rollout.state} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

function RollBack({
  template,
  rollout,
  onClose,
  onDone,
}: {
  template: TemplateView;
  rollout: RolloutView;
  onClose: () => void;
  onDone: () => void;
}) {
  const t = useTranslations("executors.rollouts");
  return (
    <ConfirmDialog
      title={t("rollBack")}
      label={t("rollBack")}
      onConfirm={() =>
        api("DELETE", "/executor-templates/[id]/rollouts/[rolloutId]", {
          params: { id: template.id, rolloutId: rollout.id },
        })
      }
      onDone={() => {
        toastDone(t("itsExecutorsGetVersion", { fromVersion: rollout.fromVersion }));
        onDone();
      }}
      onClose={onClose}
    >
      <p style={{ margin: 0 }}>{t("everyExecutorOfGets", { name: template.name, fromVersion: rollout.fromVersion })}</p>
    </ConfirmDialog>
  );
}
