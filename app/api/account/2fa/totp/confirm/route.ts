import { backupCodesView, codeBody } from "@/lib/auth/factors/contract";
import { confirmTotp } from "@/lib/auth/factors/totp-setup";
import { route } from "@/lib/http/route";
import { factorLimits } from "@/lib/http/sign-in-limits";

export const POST = route({
  summary: "Finish setting up the authenticator app; answers ten backup codes, shown once.",
  tag: "Account security",
  permission: "account.manage",
  duringEnrolment: true,
  stepUp: true,
  body: codeBody,
  response: backupCodesView,
  handle: async ({ actor, body, headers }) => {
    const { cookie, ...answer } = await confirmTotp(actor, body.code, factorLimits);
    if (cookie) headers.append("set-cookie", cookie);
    return answer;
  },
});
