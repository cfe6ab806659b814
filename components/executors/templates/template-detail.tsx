"use client";

import { Tabs } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useCallback, useState } from "react";
import { useExecutorChanges } from "@/components/executors/fleet/use-executor-changes";
import { RolloutPanel } from "@/components/executors/rollouts/rollout-panel";
import { PageFrame } from "@/components/ui/page-frame";
import { usePageTitle } from "@/components/ui/use-page-title";
import type { ExecutorConfig } from "@/lib/executors/config/contract";
import type { ExecutorView } from "@/lib/executors/contract";
import type { RolloutView } from "@/lib/executors/rollouts/contract";
import type { TemplateView } from "@/lib/executors/templates/contract";
import { api } from "@/lib/http/client/api";
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
async function loadTemplate(id: string, signal: AbortSignal) {
  const params = { id };
  const [template, { items: rollouts }, members] = await Promise.all([
    api("GET", "/executor-templates/[id]", { params, signal }),
    api("GET", "/executor-templates/[id]/rollouts", { params, signal }),
    api("GET", "/executors", { query: { templateId: id, limit: 100 }, signal }),
  ]);
  return { template, rollouts, members };
}

export function TemplateDetail({ initial, initialRollouts, initialMembers, base, channel, isStaff, canManage }: Props) {
  const t = useTranslations("executors.templates");
  const [tab, setTab] = useState<string | null>("rollouts");
  const { data, refetch } = useQuery({
    queryKey: ["template", initial.id],
    queryFn: ({ signal }) => loadTemplate(initial.id, signal),
    initialData: { template: initial, rollouts: initialRollouts, members: initialMembers },
    staleTime: Number.POSITIVE_INFINITY,
    // The observation time of a share ends without an event, so the page polls.
    refetchInterval: ({ state }) => (state.data?.rollouts[0]?.state === "running" ? 4_000 : false),
  });
  const { template, rollouts, members } = data;
  usePageTitle(template.name);
  const refresh = useCallback(async () => void (await refetch()), [refetch]);
  useExecutorChanges(channel, null, refresh);
  return (
    <PageFrame
      title={template.name}
      lead={t("versionNewExecutorsGet", {
        version: template.version,
        liveVersion: template.liveVersion,
        executors: template.executors,
      })}
    >
      <Tabs value={tab} onChange={setTab} keepMounted={false}>
        <Tabs.List style={{ flexWrap: "nowrap", overflowX: "auto" }}>
          <Tabs.Tab value="rollouts">{t("rollOuts")}</Tabs.Tab>
          <Tabs.Tab value="settings">{t("settings")}</Tabs.Tab>
          <Tabs.Tab value="executors">{t("executors")}</Tabs.Tab>
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
          <TemplateMembers
            templateId={template.id}
            members={members}
            listPath={isStaff ? "/admin/executors" : "/executors"}
          />
        </Tabs.Panel>
      </Tabs>
    </PageFrame>
  );
}
