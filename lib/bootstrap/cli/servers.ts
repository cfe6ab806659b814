import { type Actor, systemActor } from "@/lib/access/actor";
import { sleep } from "@/lib/core/clock";
import { isAppError } from "@/lib/core/errors";
import { formatAddress, formatDuration } from "@/lib/core/units";
import { createServerBody, powerBody, type ServerStatus, type ServerView } from "@/lib/game-servers/contract";
import { createServer } from "@/lib/game-servers/lifecycle/create-server";
import { deleteServer } from "@/lib/game-servers/lifecycle/delete-server";
import { powerServer } from "@/lib/game-servers/lifecycle/power-server";
import { getServer, listServerEvents, listServers } from "@/lib/game-servers/queries";
import { type Command, table } from "../command-line";
import { requireUser } from "./users";

async function everyServer(): Promise<ServerView[]> {
  const items: ServerView[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await listServers(systemActor, { limit: 100, cursor });
    items.push(...page.items);
    if (!page.nextCursor) return items;
    cursor = page.nextCursor;
  }
}

function addressOf({ ipAddress, port }: { ipAddress: string | null; port: number | null }): string | null {
  return ipAddress === null || port === null ? null : formatAddress(ipAddress, port);
}

const waitTimeoutMs = 20 * 60_000;
const pollMs = 250;

/** Prints the steps until the server is ready or failed; returns its last state. */
async function watch(id: string, say: (line: string) => void): Promise<ServerStatus | "timed out" | "gone"> {
  const startedAt = performance.now();
  let last = 0;
  while (performance.now() - startedAt < waitTimeoutMs) {
    try {
      // The state first: what it was when it settled is in the timeline read afterwards.
      const { status, busy } = await getServer(systemActor, id);
      for (const event of (await listServerEvents(systemActor, id, last)).items) {
        last = event.sequence;
        const time = event.durationMs === null ? "" : ` (${formatDuration(event.durationMs)})`;
        say(`${event.step.padEnd(8)} ${event.status.padEnd(8)} ${event.message}${time}`);
      }
      if (status !== "provisioning" && !busy) return status;
    } catch (error) {
      if (isAppError(error) && error.code === "not_found") return "gone";
      throw error;
    }
    await sleep(pollMs);
  }
  return "timed out";
}

export const commands: readonly Command[] = [
  {
    name: "server list",
    summary: "All servers, the newest first.",
    async run() {
      const items = await everyServer();
      const rows = items.map((server) => [
        server.id,
        server.name,
        server.status,
        server.template,
        addressOf(server),
        `${server.memory} GiB`,
        server.owner.name,
      ]);
      return { json: { items }, text: table(["ID", "NAME", "STATE", "TEMPLATE", "ADDRESS", "MEMORY", "OWNER"], rows) };
    },
  },
  {
    name: "server create",
    summary: "Create a server for a user.",
    options: {
      owner: { type: "string", value: "EMAIL", summary: "the owner, whose quota counts", required: true },
      name: { type: "string", value: "NAME", summary: "its name", required: true },
      memory: { type: "string", value: "GIB", summary: "memory, in steps of half a GiB", required: true },
      disk: { type: "string", value: "GIB", summary: "disk space", required: true },
      cpu: { type: "string", value: "CORES", summary: "CPUs, in steps of a quarter; 1 by default" },
      template: { type: "string", value: "SLUG", summary: "which game" },
      region: { type: "string", value: "SLUG", summary: "where" },
      wait: { type: "boolean", summary: "wait until it is online or failed, printing the steps" },
    },
    async run(input, say) {
      const body = createServerBody.parse({
        name: input.text("name"),
        memory: input.number("memory"),
        diskSpace: input.number("disk"),
        cpu: input.number("cpu"),
        template: input.text("template"),
        region: input.text("region"),
      });
      const owner = await requireUser(input.text("owner") ?? "");
      const actor: Actor = { ...systemActor, userId: owner.id };
      const server = await createServer(actor, body);
      const status = input.flag("wait") ? await watch(server.id, say) : server.status;
      const lines = [
        `${server.name} (${server.id}) is ${status}.`,
        `connect  ${addressOf(server) ?? ""}`,
        `rcon     port ${server.rconPort}, password ${server.rconPassword}`,
        `panel    ${server.panel.url}, ${server.panel.username}, ${server.panel.password}`,
      ];
      const failed = input.flag("wait") && status !== "online";
      return { json: { ...server, status }, text: lines.join("\n"), failed };
    },
  },
  {
    name: "server power",
    summary: "Start, stop, restart or kill a server.",
    positionals: ["ID", "ACTION"],
    async run(input) {
      const { action } = powerBody.parse({ action: input.positional(1) });
      const { status } = await powerServer(systemActor, input.positional(0), action);
      return { json: { id: input.positional(0), status }, text: `It is ${status}.` };
    },
  },
  {
    name: "server delete",
    summary: "Delete a server with its files.",
    positionals: ["ID"],
    async run(input) {
      const { status } = await deleteServer(systemActor, input.positional(0));
      return { json: { id: input.positional(0), status }, text: `It is ${status}.` };
    },
  },
];
