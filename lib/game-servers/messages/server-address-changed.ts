import { z } from "zod";
import { env } from "@/lib/core/env";
import { defineMessage } from "@/lib/notifications/define-message";

export const serverAddressChanged = defineMessage({
  kind: "server.address-changed",
  data: z.object({
    serverId: z.string(),
    server: z.string(),
    before: z.string(),
    after: z.string(),
    comesBack: z.boolean(),
  }),
  severity: "warning",
  title: "The address of a server changed",
  description: "Another program uses the port of your server. Players need the new address.",
  mandatory: [],
  panel: ({ serverId, server, before, after }, t) => ({
    title: t("addressChanged.panelTitle", { server }),
    body: t("addressChanged.panelBody", { before, after }),
    href: `/servers/${serverId}`,
  }),
  mail: ({ serverId, ...data }, { name }) => ({
    template: "address-changed",
    data: { ...data, name, link: `${env().NEXTAUTH_URL}/servers/${serverId}` },
  }),
});
