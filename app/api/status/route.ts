import { route } from "@/lib/http/route";
import { publicStatus } from "@/lib/status/contract";
import { getPublicStatus } from "@/lib/status/public/read-public-status";

export const GET = route({
  summary: "The public status: components with 30 days, and incidents. 404 while the page is off.",
  permission: null,
  anonymous: true,
  limit: "statusPage",
  response: publicStatus,
  handle: () => getPublicStatus(),
});
