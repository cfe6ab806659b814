import { factorsView } from "@/lib/auth/factors/contract";
import { listFactors } from "@/lib/auth/factors/setup/list-factors";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "Your second factors; no secrets.",
  permission: "account.read",
  duringEnrolment: true,
  response: factorsView,
  handle: ({ actor }) => listFactors(actor),
});
