import { z } from "zod";
import { ruleBody, ruleView } from "@/lib/alerts/contract";
import { createRule } from "@/lib/alerts/rules/create-rule";
import { listRules } from "@/lib/alerts/rules/queries";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "Your alert rules; for staff those of the panel and of everybody.",
  permission: "alert.read",
  response: z.object({ items: z.array(ruleView) }),
  handle: ({ actor }) => listRules(actor),
});

export const POST = route({
  summary: "Create an alert rule about one object, or about all of a kind.",
  permission: "alert.manage",
  body: ruleBody,
  response: ruleView,
  status: 201,
  handle: ({ actor, body }) => createRule(actor, body),
});
