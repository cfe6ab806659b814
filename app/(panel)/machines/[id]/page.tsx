import type { Metadata } from "next";
import { readState } from "@/components/monitoring/charts/chart-state";
import type { FirstChart } from "@/components/monitoring/charts/use-figures";
import { MachineDetail } from "@/components/monitoring/machines/machine-detail";
import type { Actor } from "@/lib/access/actor";
import { may } from "@/lib/access/permissions";
import { orNotFound, requirePageActor } from "@/lib/http/pages/page-actor";
import { type PageSearch, readId } from "@/lib/http/pages/page-input";
import { chartQuery } from "@/lib/monitoring/charts/contract";
import { getMachine } from "@/lib/monitoring/machines/queries";
import { machineMetrics } from "@/lib/platform/charts/machine-metrics";
import { machineChannel } from "@/lib/realtime/contract";

type Props = { params: Promise<{ id: string }>; searchParams: PageSearch };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const actor = await requirePageActor("machine.read");
  const machine = await orNotFound(getMachine(actor, await readId(params)));
  return { title: machine.name };
}

export default async function MachinePage({ params, searchParams }: Props) {
  const actor = await requirePageActor("machine.read");
  const id = await readId(params);
  const [machine, first] = await Promise.all([
    orNotFound(getMachine(actor, id)),
    orNotFound(firstChart(actor, id, await searchParams)),
  ]);
  return (
    <MachineDetail
      machine={machine}
      channel={machineChannel(id)}
      canManage={may(actor, "machine.manage")}
      first={first}
    />
  );
}

/** The chart of the address, so that the browser need not ask for it; none when the address is not valid. */
async function firstChart(actor: Actor, id: string, search: Awaited<PageSearch>): Promise<FirstChart | undefined> {
  const texts = Object.entries(search).filter((entry): entry is [string, string] => typeof entry[1] === "string");
  const { part } = readState(new URLSearchParams(texts));
  const query = chartQuery.safeParse({ ...part, watch: "range" in part ? "true" : "false" });
  const chart = query.success ? await machineMetrics(actor, id, query.data) : null;
  return chart === null || chart instanceof Response ? undefined : { part, chart };
}
