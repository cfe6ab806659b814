import { rulePatch, ruleView } from "@/lib/alerts/contract";
import { changeRule } from "@/lib/alerts/rules/change-rule";
import { getRule } from "@/lib/alerts/rules/queries";
import { removeRule } from "@/lib/alerts/rules/remove-rule";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "One alert rule.",
  permission: "alert.read",
  params: idParams("alertRule", "There is no such alert rule."),
  response: ruleView,
  handle: ({ actor, params }) => getRule(actor, params.id),
});

export const PATCH = route({
  summary: "Change an alert rule, or switch it off. Open alerts end when what it judges changes.",
  permission: "alert.manage",
  params: idParams("alertRule", "There is no such alert rule."),
  body: rulePatch,
  response: ruleView,
  handle: ({ actor, params, body }) => changeRule(actor, params.id, body),
});

export const DELETE = route({
  summary: "Delete an alert rule; its open alerts end, and stay in the history.",
  permission: "alert.manage",
  params: idParams("alertRule", "There is no such alert rule."),
  status: 204,
  handle: ({ actor, params }) => removeRule(actor, params.id),
});
