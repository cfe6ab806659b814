"use client";

import { Alert, Button, Stack } from "@mantine/core";
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

type Props = {
  template: TemplateView;
  rollouts: RolloutView[];
  canManage: boolean;
  onDone: () => void;
};

/** The current or latest roll-out, the form for a new one if there is a newer version, and earlier roll-outs. */
export function RolloutPanel({ template, rollouts, canManage, onDone }: Props) {
  const [backing, setBacking] = useState<RolloutView | null>(null);
  const [latest, ...earlier] = rollouts;
  const isBehind = canRollOut(template, rollouts);
  return (
    <Stack gap="md">
      {latest ? (
        <Card
          title={stepsText(latest)}
          aside={
            <span aria-live="polite">
              <RolloutBadge state={latest.state} />
            </span>
          }
        >
          <Stack gap="md">
            <RolloutSteps rollout={latest} />
            {latest.reason ? (
              <Alert color="red" title="Halted" role="status">
                {latest.reason}
              </Alert>
            ) : null}
            <p className={classes.hint}>
              <Reached rollout={latest} />
              Started <RelativeTime at={latest.createdAt} />
              {latest.finishedAt ? (
                <>
                  , ended <RelativeTime at={latest.finishedAt} />
                </>
              ) : null}
              .
            </p>
            {canManage && latest.state !== "rolled_back" && latest.fromVersion !== latest.toVersion ? (
              <Button variant="default" size="xs" w="fit-content" onClick={() => setBacking(latest)}>
                Roll back to version {latest.fromVersion}
              </Button>
            ) : null}
          </Stack>
        </Card>
      ) : null}
      {canManage && isBehind ? (
        <Card title={`Roll out version ${template.version}`}>
          <RolloutForm template={template} onDone={onDone} />
        </Card>
      ) : null}
      {!latest && !isBehind ? (
        <div className="ln-card">
          <EmptyState title="Nothing to roll out.">
            Change the settings of the template. Then roll out the new version to its executors here.
          </EmptyState>
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
function stepsText({ fromVersion, toVersion }: RolloutView): string {
  return fromVersion === toVersion ? `Version ${toVersion} again` : `Version ${fromVersion} to ${toVersion}`;
}

/** How many executors have the version. */
function Reached({ rollout: { toVersion, given, members, applied } }: { rollout: RolloutView }) {
  return members === 0
    ? null
    : `Version ${toVersion} is assigned to ${given} of ${members} executors and in use on ${applied}. `;
}

function Earlier({ rollouts }: { rollouts: RolloutView[] }) {
  return (
    <Card title="Earlier roll-outs" flush>
      <ul className={lists.list}>
        {rollouts.map((rollout) => (
          <li key={rollout.id} className={lists.item}>
            <div className={lists.main}>
              <span className={lists.name}>{stepsText(rollout)}</span>
              <span className={lists.hint}>
                <RelativeTime at={rollout.createdAt} />
                {rollout.reason ? `; ${rollout.reason}` : ""}
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
  return (
    <ConfirmDialog
      title="Roll back"
      label="Roll back"
      onConfirm={() =>
        api("DELETE", "/executor-templates/[id]/rollouts/[rolloutId]", {
          params: { id: template.id, rolloutId: rollout.id },
        })
      }
      onDone={() => {
        toastDone(`Its executors get version ${rollout.fromVersion} again.`);
        onDone();
      }}
      onClose={onClose}
    >
      <p style={{ margin: 0 }}>
        Every executor of {template.name} gets version {rollout.fromVersion} again at once, and so do new ones.
      </p>
    </ConfirmDialog>
  );
}
