import { z } from "zod";
import { silenceRuleBody, silenceView } from "@/lib/alerts/contract";
import { createSilence } from "@/lib/alerts/silences/create-silence";
import { listSilences } from "@/lib/alerts/silences/queries";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "Planned and active silences.",
  permission: "alert.read",
  response: z.object({ items: z.array(silenceView) }),
  handle: ({ actor }) => listSilences(actor),
});

export const POST = route({
  summary: "Plan a time in which no messages of alerts are sent, such as a maintenance.",
  permission: "alert.manage",
  body: silenceRuleBody,
  response: silenceView,
  status: 201,
  handle: ({ actor, body }) => createSilence(actor, body),
});
