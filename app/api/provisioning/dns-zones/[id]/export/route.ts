import { exportZone } from "@/lib/hosted-services/dns/zones/queries";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "The zone as a file for other name servers (BIND).",
  permission: "zone.read",
  params: idParams("zone"),
  produces: "text/plain",
  handle: async ({ actor, params }) => {
    const { file, text } = await exportZone(actor, params.id);
    const headers = {
      "content-type": "text/plain; charset=utf-8",
      "content-disposition": `attachment; filename="${file}"`,
    };
    return new Response(text, { headers });
  },
});
