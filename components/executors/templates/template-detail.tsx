"use client";

import { Tabs } from "@mantine/core";
import { useCallback, useEffect, useState } from "react";
import { useExecutorChanges } from "@/components/executors/fleet/use-executor-changes";
import { RolloutPanel } from "@/components/executors/rollouts/rollout-panel";
import { PageFrame } from "@/components/ui/page-frame";
import { usePageTitle } from "@/components/ui/use-page-title";
import type { ExecutorConfig, ExecutorView, RolloutView, TemplateView } from "@/lib/executors/contract";
import { api } from "@/lib/http/client/untyped";
import { TemplateDanger, TemplateForm } from "./template-form";
import { TemplateMembers } from "./template-members";

type Page<T> = { items: T[]; nextCursor: string | null };
type Props = {
  initial: TemplateView;
  initialRollouts: RolloutView[];
  initialMembers: Page<ExecutorView>;
  base: ExecutorConfig;
  channel: string;
  isStaff: boolean;
  canManage: boolean;
};

/** One template: its roll-outs, executors and settings. */
export function TemplateDetail({ initial, initialRollouts, initialMembers, base, channel, isStaff, canManage }: Props) {
  const [template, setTemplate] = useState(initial);
  const [rollouts, setRollouts] = useState(initialRollouts);
  const [members, setMembers] = useState(initialMembers);
  const [tab, setTab] = useState<string | null>("rollouts");
  const { id } = initial;
  usePageTitle(template.name);
  const refresh = useCallback(async () => {
    const answers = await Promise.all([
      api<TemplateView>("GET", `/executor-templates/${id}`),
      api<{ items: RolloutView[] }>("GET", `/executor-templates/${id}/rollouts`),
      api<Page<ExecutorView>>("GET", `/executors?templateId=${id}&limit=100`),
    ]).catch(() => null);
    if (!answers) return;
    setTemplate(answers[0]);
    setRollouts(answers[1].items);
    setMembers(answers[2]);
  }, [id]);
  useExecutorChanges(channel, null, refresh);
  const isRunning = rollouts[0]?.state === "running";
  useEffect(() => {
    // The observation time of a share ends without an event, so the page polls.
    if (!isRunning) return;
    const timer = setInterval(refresh, 4_000);
    return () => clearInterval(timer);
  }, [isRunning, refresh]);
  return (
    <PageFrame
      title={template.name}
      lead={`Version ${template.version}; new executors get version ${template.liveVersion}; ${template.executors} ${template.executors === 1 ? "executor follows" : "executors follow"} it.`}
    >
      <Tabs value={tab} onChange={setTab} keepMounted={false}>
        <Tabs.List style={{ flexWrap: "nowrap", overflowX: "auto" }}>
          <Tabs.Tab value="rollouts">Roll-outs</Tabs.Tab>
          <Tabs.Tab value="settings">Settings</Tabs.Tab>
          <Tabs.Tab value="executors">Executors</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="rollouts" pt="md">
          <RolloutPanel template={template} rollouts={rollouts} canManage={canManage} onDone={refresh} />
        </Tabs.Panel>
        <Tabs.Panel value="settings" pt="md">
          <TemplateForm
            template={template}
            base={base}
            canManage={canManage}
            onDone={refresh}
            onSaved={() => setTab("rollouts")}
          />
          {canManage ? <TemplateDanger template={template} /> : null}
        </Tabs.Panel>
        <Tabs.Panel value="executors" pt="md">
          <TemplateMembers templateId={id} members={members} listPath={isStaff ? "/admin/executors" : "/executors"} />
        </Tabs.Panel>
      </Tabs>
    </PageFrame>
  );
}
