import type { Metadata } from "next";
import { MachineDetail } from "@/components/monitoring/machines/machine-detail";
import { may } from "@/lib/access/permissions";
import { orNotFound, requirePageActor } from "@/lib/http/pages/page-actor";
import { readId } from "@/lib/http/pages/page-input";
import { getMachine } from "@/lib/monitoring/machines/queries";
import { machineChannel } from "@/lib/realtime/contract";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const actor = await requirePageActor("machine.read");
  const machine = await orNotFound(getMachine(actor, await readId(params)));
  return { title: machine.name };
}

export default async function MachinePage({ params }: Props) {
  const actor = await requirePageActor("machine.read");
  const machine = await orNotFound(getMachine(actor, await readId(params)));
  return (
    <MachineDetail machine={machine} channel={machineChannel(machine.id)} canManage={may(actor, "machine.manage")} />
  );
}
