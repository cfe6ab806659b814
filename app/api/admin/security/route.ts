import { overviewQuery, securityOverview } from "@/lib/auth/detection/contract";
import { readSecurity } from "@/lib/auth/detection/overview";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "Attacks: attempts to sign in by outcome, open signals, networks with most failures, blocks and rules.",
  permission: "security.read",
  query: overviewQuery,
  response: securityOverview,
  handle: ({ actor, query }) => readSecurity(actor, query),
});
