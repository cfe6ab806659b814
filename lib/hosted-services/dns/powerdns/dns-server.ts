import path from "node:path";
import { z } from "zod";
import { formatAddress } from "@/lib/core/units";
import { buildPackageImage, nodeProgram } from "@/lib/provisioning/local-images/build-package-image";
import { defineManagedService } from "../../providers/managed/define-managed-service";
import { nameServersSchema } from "./name-servers";

/** A PowerDNS server that the panel runs, of Debian's packages; its entry script is games/powerdns/entry.mjs. */
const image = {
  tag: "lightnode/powerdns:1",
  packages: ["pdns-server", "pdns-backend-sqlite3", "sqlite3"],
  files: [
    nodeProgram,
    { name: "entry.mjs", source: path.resolve(process.cwd(), "games/powerdns/entry.mjs"), mode: 0o644 },
  ],
  configuration: [
    'ENTRYPOINT ["/usr/local/bin/node","--max-semi-space-size=1","/entry.mjs"]',
    "EXPOSE 5300/udp 5300/tcp 8081",
    "USER 1000:1000",
    "WORKDIR /data",
  ],
};

/** What an administrator chooses for a server that the panel runs. */
const dnsSettings = z.strictObject({ nameservers: nameServersSchema });

export const managedDns = defineManagedService({
  kind: "dns-server",
  program: "name server",
  buildImage: (address, options) => buildPackageImage(address, image, options),
  ports: [
    { name: "dns", protocol: "udp", containerPort: 5300, standardPort: 53 },
    { name: "dns-tcp", protocol: "tcp", containerPort: 5300, standardPort: 53 },
    { name: "api", protocol: "tcp", containerPort: 8081, forPanel: true },
  ],
  size: { memoryMb: 256, diskMb: 2_048, cpuMilli: 500 },
  settings: {
    schema: dnsSettings,
    fields: [
      {
        name: "nameservers",
        label: "Name servers",
        kind: "list",
        required: true,
        help: "The names that customers delegate their domains to, such as ns1.example.net. They need address records.",
        initial: null,
      },
    ],
  },
  container: ({ password }) => ({
    image: image.tag,
    pullTimeoutMs: 600_000,
    environment: { API_KEY: password },
    user: "1000:1000",
    pidsLimit: 200,
    stop: { signal: "SIGTERM", timeoutSeconds: 30 },
    readiness: { kind: "log-line", text: "name server is ready", timeoutMs: 60_000 },
  }),
  endpoints: (_, open) => [{ name: "dns", protocol: "dns", ...open("dns") }],
  connection: ({ password, settings }, dial) => ({
    apiUrl: `http://${formatAddress(dial("api").host, dial("api").port)}`,
    apiKey: password,
    nameservers: dnsSettings.parse(settings).nameservers,
    publicHost: dial("dns").host,
    publicPort: dial("dns").port,
  }),
});
