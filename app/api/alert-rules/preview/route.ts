import { previewView, ruleBody } from "@/lib/alerts/contract";
import { previewRule } from "@/lib/alerts/rules/preview-rule";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "What a rule would have done in the last seven days; nothing is stored.",
  permission: "alert.manage",
  body: ruleBody,
  response: previewView,
  handle: ({ actor, body }) => previewRule(actor, body),
});
