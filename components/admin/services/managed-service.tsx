"use client";

import { Alert, Stack } from "@mantine/core";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { hostedStatusShape } from "@/components/realtime/event-shapes";
import { useChannelEvent } from "@/components/realtime/use-realtime";
import { Card } from "@/components/ui/page-frame";
import { StatusPill } from "@/components/ui/status-pill";
import { useRefresh } from "@/components/ui/use-refresh";
import type { ProviderKindView, ProviderView } from "@/lib/hosted-services/providers/contract";
import { staffChannel } from "@/lib/realtime/contract";
import { ServiceActions } from "./service-actions";

const ServiceSize = dynamic(() => import("./service-size"), { ssr: false });
const ServiceSettings = dynamic(() => import("./service-settings"), { ssr: false });

type Props = { provider: ProviderView; kind: ProviderKindView | undefined; canManage: boolean };

/** A service that the panel runs: what it runs from, restart and upgrade, its size and its settings. */
export function ManagedService({ provider, kind, canManage }: Props) {
  const t = useTranslations("admin.services");
  const { id, status, version, managed } = provider;
  const refresh = useRefresh();
  const onStatus = ({ resourceId }: { resourceId: string }) => (resourceId === id ? refresh() : undefined);
  useChannelEvent(staffChannel, "hosted.status", hostedStatusShape, onStatus, {
    onReconnect: refresh,
    ...(status === "provisioning" || status === "deleting" ? { onSubscribed: refresh } : {}),
  });
  if (!managed) return null;
  const facts = [
    [t("version"), version ?? t("notKnownYet")],
    [t("image"), managed.image ?? t("notMadeYet")],
    [t("ports"), provider.endpoints.map((endpoint) => `${endpoint.name} ${endpoint.port}`).join(", ")],
  ];
  return (
    <>
      {managed.failure ? (
        <Alert color="red" role="status" title={t("theLastChangeFailed")}>
          {t("theServiceRunsAs", { failure: managed.failure, case: String(status === "active") })}
        </Alert>
      ) : null}
      <Card title={t("service")}>
        <Stack gap="sm">
          <span aria-live="polite">
            <StatusPill status={status === "active" ? "up" : status} />
          </span>
          <dl style={{ display: "flex", flexWrap: "wrap", gap: "8px 32px", margin: 0 }}>
            {facts.map(([label, value]) => (
              <div key={label}>
                <dt style={{ fontSize: 13 }}>{label}</dt>
                <dd style={{ margin: 0, overflowWrap: "anywhere" }}>{value}</dd>
              </div>
            ))}
          </dl>
          {canManage ? <ServiceActions provider={provider} onDone={refresh} /> : null}
        </Stack>
      </Card>
      {canManage && managed.size ? (
        <Card title={t("size")}>
          <ServiceSize key={JSON.stringify(managed.size)} provider={provider} size={managed.size} onDone={refresh} />
        </Card>
      ) : null}
      {canManage && kind && kind.settings.length > 0 ? (
        <Card title={t("settings")}>
          <ServiceSettings provider={provider} fields={kind.settings} onDone={refresh} />
        </Card>
      ) : null}
    </>
  );
}
