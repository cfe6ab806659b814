import { describeAutodiscover, readAutodiscover } from "@/lib/hosted-services/mail/client-setup/autodiscover";
import { bodyChunks } from "@/lib/http/body-chunks";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "Settings of a mail domain for Outlook, which sends an Autodiscover request (XML) as the body. Public.",
  permission: null,
  produces: "application/xml",
  handle: async ({ request }) => {
    const text = await describeAutodiscover(await readAutodiscover(bodyChunks(request.body)));
    return new Response(text, { headers: { "content-type": "application/xml; charset=utf-8" } });
  },
});
