import type { Metadata } from "next";
import { ZoneDetail } from "@/components/dns/zone-detail";
import { may } from "@/lib/access/permissions";
import { getZone, listZoneEvents } from "@/lib/hosted-services/dns/zones/queries";
import { orNotFound, requirePageActor } from "@/lib/http/pages/page-actor";
import { readId } from "@/lib/http/pages/page-input";
import { staffChannel, userChannel } from "@/lib/realtime/contract";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const actor = await requirePageActor("zone.read");
  const zone = await orNotFound(getZone(actor, await readId(params)));
  return { title: zone.name };
}

export default async function ZonePage({ params }: Props) {
  const actor = await requirePageActor("zone.read");
  const id = await readId(params);
  const [zone, events] = await Promise.all([orNotFound(getZone(actor, id)), orNotFound(listZoneEvents(actor, id))]);
  const isOwn = zone.owner.id === actor.userId;
  return (
    <ZoneDetail
      initial={zone}
      initialEvents={events.items}
      channel={isOwn ? userChannel(actor.userId ?? "") : staffChannel}
      rights={{ manage: may(actor, "zone.manage"), delete: may(actor, "zone.delete") }}
    />
  );
}
