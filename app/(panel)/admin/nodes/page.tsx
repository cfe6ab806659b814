import { SimpleGrid, Stack } from "@mantine/core";
import type { Metadata } from "next";
import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { AddNode } from "@/components/admin/nodes/add-node";
import { NodeStateSelect } from "@/components/admin/nodes/node-state-select";
import { Meter } from "@/components/ui/meter";
import { Card, PageFrame } from "@/components/ui/page-frame";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusPill } from "@/components/ui/status-pill";
import { may } from "@/lib/access/permissions";
import { requirePageActor } from "@/lib/http/pages/page-actor";
import type { NodeView } from "@/lib/nodes/contract";
import { listNodes } from "@/lib/nodes/queries";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("pages.admin.nodes");
  return { title: t("nodes") };
}

export default async function NodesPage() {
  const t = await getTranslations("pages.admin.nodes");
  const actor = await requirePageActor("node.read");
  const { items } = await listNodes(actor);
  return (
    <PageFrame
      title={t("nodes")}
      lead={t("machinesWithAContainer")}
      actions={may(actor, "node.manage") ? <AddNode regions={[...new Set(items.map(({ region }) => region))]} /> : null}
    >
      {items.map((node) => (
        <NodeCard key={node.id} node={node} canManage={may(actor, "node.manage")} />
      ))}
    </PageFrame>
  );
}

function NodeCard({ node, canManage }: { node: NodeView; canManage: boolean }) {
  const t = useTranslations("pages.admin.nodes");
  const { engine } = node;
  const { seenAt } = engine;
  return (
    <Card
      title={`${node.name}, ${node.region}`}
      aside={
        canManage ? (
          <NodeStateSelect id={node.id} name={node.name} state={node.state} />
        ) : (
          <StatusPill status={node.state} />
        )
      }
    >
      <Stack gap="md">
        <div style={{ display: "flex", flexWrap: "wrap", gap: "4px 18px", fontSize: 14 }}>
          <StatusPill status={engine.status} />
          <span>Docker {engine.version ?? t("versionUnknown")}</span>
          <span>{t("servers", { servers: node.servers })}</span>
          {seenAt ? <span>{t.rich("seen", { time: () => <RelativeTime at={seenAt} /> })}</span> : null}
          {engine.error ? <span>{engine.error}</span> : null}
        </div>
        <SimpleGrid cols={{ base: 1, sm: 3 }}>
          <Meter label={t("memory")} used={node.memory.reserved} total={node.memory.total} unit="GiB" />
          <Meter label="CPU" used={node.cpu.reserved} total={node.cpu.total} unit={t("cores")} />
          <Meter label={t("disk")} used={node.diskSpace.reserved} total={node.diskSpace.total} unit="GiB" />
        </SimpleGrid>
        {node.disk ? <DiskFacts disk={node.disk} /> : null}
        {node.addresses.map((address) => {
          const { free, reserved, bound, draining, blocked } = address.ports;
          return (
            <div key={address.id}>
              <Meter
                label={t("portsTo", {
                  publicAddress: address.publicAddress,
                  portStart: address.portStart,
                  portEnd: address.portEnd,
                })}
                used={reserved + bound + draining + blocked}
                total={free + reserved + bound + draining + blocked}
                unit={t("ports")}
              />
              <p
                className="ln-figure"
                style={{ margin: "6px 0 0", fontSize: 13, color: "var(--mantine-color-dimmed)" }}
              >
                {t("freeReservedInUse", { free, reserved, bound, draining, blocked })}
              </p>
            </div>
          );
        })}
      </Stack>
    </Card>
  );
}

function DiskFacts({ disk }: { disk: NonNullable<NodeView["disk"]> }) {
  const t = useTranslations("pages.admin.nodes");
  const gib = (mb: number) => Math.round(mb / 102.4) / 10;
  const files =
    disk.totalFiles > 0 ? t("ofItsFilesFree", { freeFiles: Math.round((100 * disk.freeFiles) / disk.totalFiles) }) : "";
  const how = disk.limits === "quota" ? t("theSizesOfServers") : t("theFileSystemHas");
  return (
    <p style={{ margin: 0, fontSize: 14 }}>
      {t("diskOfTheMachine", {
        freeMb: gib(disk.freeMb),
        totalMb: gib(disk.totalMb),
        files,
        reserveMb: gib(disk.reserveMb),
        how,
      })}
    </p>
  );
}
