import { zoneTemplateParameters } from "../contract";
import { defineZoneTemplate } from "../zone-template";

export const website = defineZoneTemplate(zoneTemplateParameters.website, {
  label: "Website",
  description: "The addresses of a web server for the domain, and www as another name of it.",
  records({ ipv4, ipv6, www }) {
    const addresses = [
      ...(ipv4 === undefined ? [] : [{ name: "@", type: "A", ttl: 3_600, values: [ipv4] }]),
      ...(ipv6 === undefined ? [] : [{ name: "@", type: "AAAA", ttl: 3_600, values: [ipv6] }]),
    ];
    return www && addresses.length > 0
      ? [...addresses, { name: "www", type: "CNAME", ttl: 3_600, values: ["@"] }]
      : addresses;
  },
});
