import { z } from "zod";
import { env } from "@/lib/core/env";
import { defineMessage } from "@/lib/notifications/define-message";

type Failure = "setup" | "crash" | "disk";

const titles: Record<Failure, (server: string) => string> = {
  setup: (server) => `${server} could not be set up`,
  crash: (server) => `${server} crashed and does not restart`,
  disk: (server) => `${server} was stopped: its disk space is used up`,
};

export const serverFailed = defineMessage({
  kind: "server.failed",
  data: z.object({
    serverId: z.string(),
    server: z.string(),
    failure: z.enum(["setup", "crash", "disk"]),
    /** What its page shows as the reason; may contain the game's last lines. */
    reason: z.string(),
  }),
  severity: "error",
  title: "A server stopped with an error",
  description: "It could not be set up, crashed and is not restarted, or used more disk space than it has.",
  mandatory: [],
  panel: ({ serverId, server, failure, reason }) => ({
    title: titles[failure](server),
    body: reason,
    href: `/servers/${serverId}`,
  }),
  mail: ({ serverId, server, failure, reason }, { name }) => ({
    template: "server-failed",
    data: { name, server, failure, reason, link: `${env().NEXTAUTH_URL}/servers/${serverId}` },
  }),
});
