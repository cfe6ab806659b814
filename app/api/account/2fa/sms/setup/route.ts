import { codeSentView, smsSetupBody } from "@/lib/auth/factors/contract";
import { setUpSms } from "@/lib/auth/factors/setup/sent-code-setup";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "Send a code to a phone that is to become a second factor.",
  permission: "account.manage",
  duringEnrolment: true,
  limit: "signIn",
  stepUp: true,
  body: smsSetupBody,
  response: codeSentView,
  handle: ({ actor, body }) => setUpSms(actor, body.phone),
});
