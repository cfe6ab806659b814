import { codeSentView } from "@/lib/auth/factors/contract";
import { setUpEmail } from "@/lib/auth/factors/setup/sent-code-setup";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "Send a code to the account's address, which is to become a second factor.",
  permission: "account.manage",
  duringEnrolment: true,
  limit: "signIn",
  stepUp: true,
  response: codeSentView,
  handle: ({ actor }) => setUpEmail(actor),
});
