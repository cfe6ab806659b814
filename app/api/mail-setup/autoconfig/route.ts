import { z } from "zod";
import { describeAutoconfig } from "@/lib/hosted-services/mail/client-setup/client-setup";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "Settings of a mail domain in Mozilla's format, which Thunderbird reads. Public.",
  permission: null,
  anonymous: true,
  query: z.object({ emailaddress: z.string().max(254) }),
  produces: "application/xml",
  handle: async ({ query }) => {
    const text = await describeAutoconfig(query.emailaddress);
    return new Response(text, { headers: { "content-type": "application/xml; charset=utf-8" } });
  },
});
