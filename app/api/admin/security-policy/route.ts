import { changeSecurityPolicy, readSecurityPolicy, securityPolicyBody } from "@/lib/auth/accounts/security-policy";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "Which roles need a second factor, and the maximum of sessions per user.",
  permission: "security.manage",
  response: securityPolicyBody,
  handle: ({ actor }) => readSecurityPolicy(actor),
});

export const PUT = route({
  summary: "Change these rules. They apply from the next request on.",
  permission: "security.manage",
  limit: "sensitive",
  stepUp: true,
  body: securityPolicyBody,
  status: 204,
  handle: ({ actor, body }) => changeSecurityPolicy(actor, body),
});
