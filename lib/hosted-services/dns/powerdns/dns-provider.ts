import { messageOf } from "@/lib/core/errors";
import { hostedServiceErrors } from "../../errors";
import { defineProviderKind } from "../../providers/define-provider-kind";
import { dnsConnectionSchema } from "./connection-schema";
import { managedDns } from "./dns-server";
import { PowerDnsClient } from "./powerdns-client";

/** A PowerDNS server that exists; the panel writes zones through its API. */
export const dnsProvider = defineProviderKind({
  kind: "dns",
  label: "PowerDNS",
  description: "An authoritative PowerDNS server with its HTTP API. Customers get DNS zones on it.",
  schema: dnsConnectionSchema,
  fields: [
    {
      name: "apiUrl",
      label: "URL of the API",
      kind: "text",
      required: true,
      help: "Such as http://10.0.0.5:8081. It should be reachable from the panel only.",
      initial: null,
    },
    { name: "apiKey", label: "API key", kind: "secret", required: true, help: "", initial: null },
    {
      name: "nameservers",
      label: "Name servers",
      kind: "list",
      required: true,
      help: "The names that customers delegate their domains to, such as ns1.example.net.",
      initial: null,
    },
    {
      name: "publicHost",
      label: "Address of the DNS service",
      kind: "text",
      required: true,
      help: "The panel asks it whether a new zone is answered.",
      initial: null,
    },
    { name: "publicPort", label: "Port of the DNS service", kind: "number", required: true, help: "", initial: 53 },
  ],
  managed: managedDns,
  endpoints: ({ publicHost: host, publicPort: port }) => [{ name: "dns", protocol: "dns", host, port }],
  test: async ({ apiUrl, apiKey }, signal) => {
    const version = await new PowerDnsClient({ url: apiUrl, apiKey }).version(signal).catch((error: unknown) => {
      throw hostedServiceErrors.connection_failed({ detail: messageOf(error), cause: error });
    });
    return `PowerDNS ${version}`;
  },
});
