import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import type { Actor } from "@/lib/access/actor";
import type { ServerDetailView } from "@/lib/game-servers/contract";
import { getServer } from "@/lib/game-servers/queries";
import { type ServerRights, serverRights } from "@/lib/game-servers/sharing/rights";
import { orNotFound, requirePageActor } from "@/lib/http/pages/page-actor";
import { readId } from "@/lib/http/pages/page-input";

export type ServerPageProps = { params: Promise<{ id: string }> };

const readOnce = cache(
  async (id: string): Promise<{ actor: Actor; server: ServerDetailView; rights: ServerRights }> => {
    const actor = await requirePageActor("server.read");
    const server = await orNotFound(getServer(actor, id));
    return { actor, server, rights: await serverRights(actor, server) };
  },
);

/** The server of the page's address and the person's rights, read once per request for layout, title and tab. */
export async function readServer(params: ServerPageProps["params"]) {
  return readOnce(await readId(params));
}

/** For a tab: shows "not found" for what the person may not see. */
export async function requireTab(params: ServerPageProps["params"], isAllowed: (rights: ServerRights) => boolean) {
  const { rights } = await readServer(params);
  if (!isAllowed(rights)) notFound();
}

/** Leads to the first tab that the person may see, where it is not the console. */
export async function leadToFirstTab(params: ServerPageProps["params"]): Promise<void> {
  const { server, rights } = await readServer(params);
  if (!rights.console) redirect(`/servers/${server.id}/timeline`);
}
