import type { Metadata } from "next";
import { DatabaseDetail } from "@/components/databases/database-detail";
import { may } from "@/lib/access/permissions";
import { databaseKinds } from "@/lib/hosted-services/databases/contract";
import { getDatabase, listDatabaseEvents } from "@/lib/hosted-services/databases/queries";
import { orNotFound, requirePageActor } from "@/lib/http/pages/page-actor";
import { readId } from "@/lib/http/pages/page-input";
import { staffChannel, userChannel } from "@/lib/realtime/contract";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const actor = await requirePageActor("database.read");
  const database = await orNotFound(getDatabase(actor, await readId(params)));
  return { title: database.name };
}

export default async function DatabasePage({ params }: Props) {
  const actor = await requirePageActor("database.read");
  const id = await readId(params);
  const [database, events] = await Promise.all([
    orNotFound(getDatabase(actor, id)),
    orNotFound(listDatabaseEvents(actor, id)),
  ]);
  const isOwn = database.owner.id === actor.userId;
  return (
    <DatabaseDetail
      initial={database}
      initialEvents={events.items}
      channel={isOwn ? userChannel(actor.userId ?? "") : staffChannel}
      kind={databaseKinds[database.kind]}
      rights={{
        manage: may(actor, "database.manage"),
        credentials: may(actor, "database.credentials"),
        delete: may(actor, "database.delete"),
        isOwner: isOwn,
      }}
    />
  );
}
