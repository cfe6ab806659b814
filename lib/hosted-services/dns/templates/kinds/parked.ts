import { zoneTemplateParameters } from "../contract";
import { defineZoneTemplate } from "../zone-template";

/** A domain that nobody uses: no mail from it or to it (RFC 7208, 10.1.2; RFC 7489, 6.3; RFC 7505), no certificates. */
export const parked = defineZoneTemplate(zoneTemplateParameters.parked, {
  label: "Parked",
  description: "For a domain without a service: it receives no mail, nobody may send mail or get certificates for it.",
  records: () => [
    { name: "@", type: "MX", ttl: 86_400, values: ["0 ."] },
    { name: "@", type: "TXT", ttl: 86_400, values: ["v=spf1 -all"] },
    { name: "_dmarc", type: "TXT", ttl: 86_400, values: ["v=DMARC1; p=reject"] },
    { name: "*._domainkey", type: "TXT", ttl: 86_400, values: ["v=DKIM1; p="] },
    { name: "@", type: "CAA", ttl: 86_400, values: ['0 issue ";"'] },
  ],
});
