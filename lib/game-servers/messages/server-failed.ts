import { z } from "zod";
import { env } from "@/lib/core/env";
import { defineMessage } from "@/lib/notifications/define-message";

const titles = {
  setup: "serverFailed.panelSetup",
  crash: "serverFailed.panelCrash",
  disk: "serverFailed.panelDisk",
} as const;

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
  panel: ({ serverId, server, failure, reason }, t) => ({
    title: t(titles[failure], { server }),
    body: reason,
    href: `/servers/${serverId}`,
  }),
  mail: ({ serverId, server, failure, reason }, { name }) => ({
    template: "server-failed",
    data: { name, server, failure, reason, link: `${env().NEXTAUTH_URL}/servers/${serverId}` },
  }),
});
