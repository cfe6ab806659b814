import { hostedOverviewView } from "@/lib/hosted-services/plans/contract";
import { getHostedOverview } from "@/lib/hosted-services/plans/overview";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "What you have of each hosted service, what your plan allows, and what needs attention.",
  permission: "hosted.read",
  response: hostedOverviewView,
  handle: ({ actor }) => getHostedOverview(actor),
});
