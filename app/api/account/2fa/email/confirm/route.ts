import { codeBody, enrolledView } from "@/lib/auth/factors/contract";
import { confirmSentCode } from "@/lib/auth/factors/setup/sent-code-setup";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "Finish setting up codes by email; answers backup codes along with your first factor.",
  permission: "account.manage",
  duringEnrolment: true,
  stepUp: true,
  body: codeBody,
  response: enrolledView,
  handle: async ({ actor, body, headers }) => {
    const { cookie, ...answer } = await confirmSentCode(actor, "email", body.code);
    if (cookie) headers.append("set-cookie", cookie);
    return answer;
  },
});
