import type { RrsetInput } from "../../records/read-rrset";
import { zoneTemplateParameters } from "../contract";
import { defineZoneTemplate } from "../zone-template";

/** TXT records of the apex are one set: the text that proves ownership stands beside SPF. */
function senders(spf: string, verification: string | undefined): RrsetInput {
  return { name: "@", type: "TXT", ttl: 3_600, values: verification ? [spf, verification] : [spf] };
}

/** Source: support.google.com/a/answer/174125 (MX) and /33786 (SPF). DKIM keys are made there and added later. */
export const googleWorkspace = defineZoneTemplate(zoneTemplateParameters["google-workspace"], {
  label: "Mail at Google Workspace",
  description: "Mail server and SPF of Google Workspace. Add the DKIM key that its console shows.",
  records: ({ verification }) => [
    { name: "@", type: "MX", ttl: 3_600, values: ["1 smtp.google.com."] },
    senders("v=spf1 include:_spf.google.com ~all", verification),
  ],
});

/** Source: learn.microsoft.com, "External Domain Name System records for Microsoft 365". */
export const microsoft365 = defineZoneTemplate(zoneTemplateParameters["microsoft-365"], {
  label: "Mail at Microsoft 365",
  description:
    "Mail server, SPF and Autodiscover of Microsoft 365. Compare the mail server with its console, and add DKIM.",
  records: ({ verification }, zone) => [
    {
      name: "@",
      type: "MX",
      ttl: 3_600,
      values: [`0 ${zone.slice(0, -1).replaceAll(".", "-")}.mail.protection.outlook.com.`],
    },
    { name: "autodiscover", type: "CNAME", ttl: 3_600, values: ["autodiscover.outlook.com."] },
    senders("v=spf1 include:spf.protection.outlook.com -all", verification),
  ],
});
