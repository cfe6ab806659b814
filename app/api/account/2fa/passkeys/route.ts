import { z } from "zod";
import { enrolledView, passkeyBody } from "@/lib/auth/factors/contract";
import { addPasskey } from "@/lib/auth/factors/setup/passkey-setup";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "Store the passkey that the browser created; answers backup codes along with your first factor.",
  permission: "account.manage",
  duringEnrolment: true,
  limit: "sensitive",
  stepUp: true,
  body: passkeyBody,
  response: enrolledView.extend({ id: z.string() }),
  status: 201,
  handle: async ({ actor, body, headers }) => {
    const { cookie, ...answer } = await addPasskey(actor, body);
    if (cookie) headers.append("set-cookie", cookie);
    return answer;
  },
});
