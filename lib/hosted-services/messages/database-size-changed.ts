import { z } from "zod";
import { env } from "@/lib/core/env";
import { defineMessage } from "@/lib/notifications/define-message";

const states = ["ok", "near", "read_only", "stopped"] as const;
type State = (typeof states)[number];

const titles: Record<State, (database: string) => string> = {
  ok: (database) => `${database} accepts writes again`,
  near: (database) => `${database} is nearly full`,
  read_only: (database) => `${database} is full`,
  stopped: (database) => `${database} was closed: it is far larger than its size`,
};

const bodies: Record<State, (maxSizeMb: number) => string> = {
  ok: () => "It is smaller than its size.",
  near: (size) => `It has used 90 % of ${size} MiB. Above its size, sessions only read.`,
  read_only: (size) => `It is larger than ${size} MiB. Sessions only read. Delete rows or ask for a larger size.`,
  stopped: (size) =>
    `It is larger than 120 % of ${size} MiB. Nobody can sign in. Ask an administrator for a larger size.`,
};

export const databaseSizeChanged = defineMessage({
  kind: "database.size-changed",
  data: z.object({ databaseId: z.string(), database: z.string(), maxSizeMb: z.number(), state: z.enum(states) }),
  severity: "warning",
  title: "A database is full or nearly full",
  description: "It is larger than its size and accepts no writes, or it accepts them again.",
  mandatory: [],
  panel: ({ databaseId, database, maxSizeMb, state }) => ({
    title: titles[state](database),
    body: bodies[state](maxSizeMb),
    href: `/databases/${databaseId}`,
  }),
  mail: ({ databaseId, database, maxSizeMb, state }, { name }) => ({
    template: "notice",
    data: {
      name,
      title: titles[state](database),
      paragraphs: [bodies[state](maxSizeMb)],
      action: { label: "Open the database", link: `${env().NEXTAUTH_URL}/databases/${databaseId}` },
    },
  }),
});
