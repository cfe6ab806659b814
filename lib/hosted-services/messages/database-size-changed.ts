import { z } from "zod";
import { env } from "@/lib/core/env";
import { defineMessage } from "@/lib/notifications/define-message";

const states = ["ok", "near", "read_only", "stopped"] as const;
export const databaseSizeChanged = defineMessage({
  kind: "database.size-changed",
  data: z.object({ databaseId: z.string(), database: z.string(), maxSizeMb: z.number(), state: z.enum(states) }),
  severity: "warning",
  title: "A database is full or nearly full",
  description: "It is larger than its size and accepts no writes, or it accepts them again.",
  mandatory: [],
  panel: ({ databaseId, database, maxSizeMb: size, state }, t) => ({
    title: t(`databaseSize.${state}Title`, { database }),
    body: t(`databaseSize.${state}Body`, { size }),
    href: `/databases/${databaseId}`,
  }),
  mail: ({ databaseId, database, maxSizeMb: size, state }, { name }, t) => ({
    template: "notice",
    data: {
      name,
      title: t(`databaseSize.${state}Title`, { database }),
      paragraphs: [t(`databaseSize.${state}Body`, { size })],
      action: { label: t("notice.openDatabase"), link: `${env().NEXTAUTH_URL}/databases/${databaseId}` },
    },
  }),
});
