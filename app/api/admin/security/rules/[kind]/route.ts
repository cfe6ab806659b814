import { z } from "zod";
import { changeRule } from "@/lib/auth/detection/change-rule";
import { patchRuleBody, ruleView } from "@/lib/auth/detection/contract";
import { route } from "@/lib/http/route";

export const PATCH = route({
  summary: "Change what a rule of detection counts as an attack, and what is done about it.",
  permission: "security.manage",
  limit: "sensitive",
  // Weaker rules help attackers, stronger ones may end sessions.
  stepUp: true,
  params: z.object({ kind: z.string() }),
  body: patchRuleBody,
  response: ruleView,
  handle: ({ actor, params, body }) => changeRule(actor, params.kind, body),
});
