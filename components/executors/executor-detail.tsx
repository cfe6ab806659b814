"use client";

import { Skeleton, Tabs } from "@mantine/core";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import type { CommandFormView } from "@/components/executors/commands/schema-fields-rules";
import { PageFrame } from "@/components/ui/page-frame";
import { usePageTitle } from "@/components/ui/use-page-title";
import { useRefresh } from "@/components/ui/use-refresh";
import type { ExecutorConfig } from "@/lib/executors/config/contract";
import type { ExecutorView } from "@/lib/executors/contract";
import type { ProgramInfo } from "@/lib/executors/fleet/contract";
import type { TemplateView } from "@/lib/executors/templates/contract";
import type { TemplateChoice } from "./create-executor";
import { ExecutorOverview } from "./executor-overview";
import { PresenceBadge } from "./state-badge";
import { useExecutor } from "./use-executor";

// The code of a tab is loaded with the tab.
const loading = () => <Skeleton height={320} radius={10} />;
const ExecutorConfigTab = dynamic(() => import("@/components/executors/config/executor-config"), {
  ssr: false,
  loading,
});
const ExecutorCommands = dynamic(() => import("@/components/executors/commands/executor-commands"), {
  ssr: false,
  loading,
});
const ExecutorTimeline = dynamic(() => import("./executor-timeline"), { ssr: false, loading });
const ExecutorMetrics = dynamic(() => import("./executor-metrics"), { ssr: false, loading });
const ExecutorSettings = dynamic(() => import("./executor-settings"), { ssr: false, loading });

type Props = {
  initial: ExecutorView;
  channel: string;
  template: TemplateView | null;
  templates: TemplateChoice[];
  base: ExecutorConfig;
  program: ProgramInfo | null;
  types: CommandFormView[];
  rights: { manage: boolean; command: boolean };
};

/** All views of one executor. */
/** The assigned template is live; the settings of that template are loaded with the page. */
function useNewTemplate({ templateId, templateVersion }: ExecutorView, refreshPage: () => void): void {
  const followed = `${templateId} ${templateVersion}`;
  const asked = useRef(followed);
  useEffect(() => {
    if (asked.current === followed) return;
    asked.current = followed;
    refreshPage();
  }, [followed, refreshPage]);
}

export function ExecutorDetail({ initial, channel, template: known, templates, base, program, types, rights }: Props) {
  const t = useTranslations("executors");
  const { executor, refresh, connected } = useExecutor(initial, channel);
  const refreshPage = useRefresh();
  usePageTitle(executor.name);
  useNewTemplate(executor, refreshPage);
  const template = known?.id === executor.templateId ? known : null;
  const [tab, setTab] = useState<string | null>("overview");
  // The first heartbeat is also shown to people who opened the page to wait for it.
  const [awaited] = useState(initial.presence === "never");
  return (
    <PageFrame
      title={executor.name}
      lead={<Lead executor={executor} templateName={template?.name ?? null} isLive={connected} />}
    >
      <Tabs value={tab} onChange={setTab} keepMounted={false}>
        <Tabs.List style={{ flexWrap: "nowrap", overflowX: "auto" }}>
          <Tabs.Tab value="overview">{t("overview")}</Tabs.Tab>
          <Tabs.Tab value="configuration">{t("configuration")}</Tabs.Tab>
          <Tabs.Tab value="commands">{t("commandsText")}</Tabs.Tab>
          <Tabs.Tab value="timeline">{t("timeline")}</Tabs.Tab>
          <Tabs.Tab value="metrics">{t("metrics")}</Tabs.Tab>
          {rights.manage ? <Tabs.Tab value="settings">{t("settings")}</Tabs.Tab> : null}
        </Tabs.List>
        <Tabs.Panel value="overview" pt="md">
          <ExecutorOverview executor={executor} channel={channel} program={program} awaited={awaited} />
        </Tabs.Panel>
        <Tabs.Panel value="configuration" pt="md">
          <ExecutorConfigTab
            executor={executor}
            template={template}
            base={base}
            canManage={rights.manage && executor.presence !== "revoked"}
            onDone={refresh}
          />
        </Tabs.Panel>
        <Tabs.Panel value="commands" pt="md">
          <ExecutorCommands executor={executor} types={types} canCommand={rights.command} onDone={refresh} />
        </Tabs.Panel>
        <Tabs.Panel value="timeline" pt="md">
          <ExecutorTimeline executorId={executor.id} />
        </Tabs.Panel>
        <Tabs.Panel value="metrics" pt="md">
          <ExecutorMetrics executorId={executor.id} />
        </Tabs.Panel>
        {rights.manage ? (
          <Tabs.Panel value="settings" pt="md">
            <ExecutorSettings executor={executor} templates={templates} onDone={refresh} />
          </Tabs.Panel>
        ) : null}
      </Tabs>
    </PageFrame>
  );
}

type LeadProps = { executor: ExecutorView; templateName: string | null; isLive: boolean };

function Lead({ executor, templateName, isLive }: LeadProps) {
  const t = useTranslations("executors");
  return (
    <span style={{ display: "inline-flex", gap: 14, flexWrap: "wrap", alignItems: "center" }}>
      <span aria-live="polite">
        <PresenceBadge presence={executor.presence} />
      </span>
      {executor.hostname ? <span>{executor.hostname}</span> : null}
      {templateName ? <span>{t("follows", { templateName })}</span> : null}
      {isLive ? null : <span>{t("liveUpdatesAreOff")}</span>}
    </span>
  );
}
