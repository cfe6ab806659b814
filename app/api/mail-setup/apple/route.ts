import { z } from "zod";
import { describeAppleProfile } from "@/lib/hosted-services/mail/client-setup/client-setup";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "A profile that sets up Mail on macOS and iOS for an address. Public; there is no password in it.",
  permission: null,
  anonymous: true,
  query: z.object({ emailaddress: z.string().max(254) }),
  produces: "application/x-apple-aspen-config",
  handle: async ({ query }) => {
    const { file, text } = await describeAppleProfile(query.emailaddress);
    const headers = {
      "content-type": "application/x-apple-aspen-config; charset=utf-8",
      "content-disposition": `attachment; filename="${file}"`,
    };
    return new Response(text, { headers });
  },
});
