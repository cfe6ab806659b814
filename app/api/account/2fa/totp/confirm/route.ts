import { backupCodesView, codeBody } from "@/lib/auth/factors/contract";
import { confirmTotp } from "@/lib/auth/factors/setup/totp-setup";
import { factorLimits } from "@/lib/http/limits/sign-in-limits";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "Finish setting up the authenticator app; answers ten backup codes, shown once.",
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
