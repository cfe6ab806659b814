import type { Actor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import { type CsvColumns, csvFile } from "@/lib/core/csv";
import type { ServerView } from "./contract";
import { listServers, type ServerListQuery } from "./queries";

const columns: CsvColumns<ServerView> = {
  id: ({ id }) => id,
  name: ({ name }) => name,
  state: ({ status }) => status,
  template: ({ template }) => template,
  version: ({ version }) => version ?? "",
  region: ({ region }) => region,
  address: ({ ipAddress }) => ipAddress ?? "",
  port: ({ port }) => String(port ?? ""),
  memory_gib: ({ memory }) => String(memory),
  cpu: ({ cpu }) => String(cpu),
  disk_gib: ({ diskSpace }) => String(diskSpace),
  owner: ({ owner }) => owner.name,
  created_at: ({ createdAt }) => createdAt,
};

/** All servers that a list's filters match, as CSV. */
export async function exportServers(actor: Actor, query: Omit<ServerListQuery, "limit" | "cursor">): Promise<Response> {
  authorise(actor, "server.read");
  return csvFile({
    name: `servers-${new Date().toISOString().slice(0, 10)}`,
    columns,
    readPage: (cursor) => listServers(actor, { ...query, limit: 100, cursor }),
  });
}
