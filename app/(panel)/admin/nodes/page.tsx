import { SimpleGrid, Stack } from "@mantine/core";
import type { Metadata } from "next";
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

export const metadata: Metadata = { title: "Nodes" };

export default async function NodesPage() {
  const actor = await requirePageActor("node.read");
  const { items } = await listNodes(actor);
  return (
    <PageFrame
      title="Nodes"
      lead="Machines with a container engine, with their reserved and free capacity."
      actions={may(actor, "node.manage") ? <AddNode regions={[...new Set(items.map(({ region }) => region))]} /> : null}
    >
      {items.map((node) => (
        <NodeCard key={node.id} node={node} canManage={may(actor, "node.manage")} />
      ))}
    </PageFrame>
  );
}

function NodeCard({ node, canManage }: { node: NodeView; canManage: boolean }) {
  const { engine } = node;
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
          <span>Docker {engine.version ?? "version unknown"}</span>
          <span>{node.servers} servers</span>
          {engine.seenAt ? (
            <span>
              seen <RelativeTime at={engine.seenAt} />
            </span>
          ) : null}
          {engine.error ? <span>{engine.error}</span> : null}
        </div>
        <SimpleGrid cols={{ base: 1, sm: 3 }}>
          <Meter label="Memory" used={node.memory.reserved} total={node.memory.total} unit="GiB" />
          <Meter label="CPU" used={node.cpu.reserved} total={node.cpu.total} unit="cores" />
          <Meter label="Disk" used={node.diskSpace.reserved} total={node.diskSpace.total} unit="GiB" />
        </SimpleGrid>
        {node.disk ? <DiskFacts disk={node.disk} /> : null}
        {node.addresses.map((address) => {
          const { free, reserved, bound, draining, blocked } = address.ports;
          return (
            <div key={address.id}>
              <Meter
                label={`${address.publicAddress}, ports ${address.portStart} to ${address.portEnd}`}
                used={reserved + bound + draining + blocked}
                total={free + reserved + bound + draining + blocked}
                unit="ports"
              />
              <p
                className="ln-figure"
                style={{ margin: "6px 0 0", fontSize: 13, color: "var(--mantine-color-dimmed)" }}
              >
                {free} free, {reserved} reserved, {bound} in use, {draining} draining, {blocked} used by other programs
              </p>
            </div>
          );
        })}
      </Stack>
    </Card>
  );
}

function DiskFacts({ disk }: { disk: NonNullable<NodeView["disk"]> }) {
  const gib = (mb: number) => Math.round(mb / 102.4) / 10;
  const files =
    disk.totalFiles > 0 ? `, ${Math.round((100 * disk.freeFiles) / disk.totalFiles)} % of its files free` : "";
  const how =
    disk.limits === "quota"
      ? "The sizes of servers are file system quotas."
      : "The file system has no project quotas: the panel measures the sizes of servers and stops a server that fills the disk fast.";
  return (
    <p style={{ margin: 0, fontSize: 14 }}>
      Disk of the machine: {gib(disk.freeMb)} of {gib(disk.totalMb)} GiB free{files}; {gib(disk.reserveMb)} GiB are
      reserved for the machine itself. {how}
    </p>
  );
}
