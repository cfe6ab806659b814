import { totpSetupView } from "@/lib/auth/factors/contract";
import { setUpTotp } from "@/lib/auth/factors/setup/totp-setup";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "Start setting up an authenticator app. It becomes a factor when a first code is confirmed.",
  permission: "account.manage",
  duringEnrolment: true,
  limit: "sensitive",
  stepUp: true,
  response: totpSetupView,
  handle: ({ actor }) => setUpTotp(actor),
});
