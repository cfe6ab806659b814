import { type Actor, systemActor } from "@/lib/access/actor";
import { setSecondaries } from "@/lib/hosted-services/dns/changes/set-secondaries";
import { createZoneBody, secondariesBody, type ZoneView } from "@/lib/hosted-services/dns/zones/contract";
import { createZone } from "@/lib/hosted-services/dns/zones/create-zone";
import { deleteZone } from "@/lib/hosted-services/dns/zones/manage-zone";
import { exportZone, listZones } from "@/lib/hosted-services/dns/zones/queries";
import { type Command, table } from "../../command-line";
import { requireUser } from "../users";

async function everyZone(): Promise<ZoneView[]> {
  const items: ZoneView[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await listZones(systemActor, { limit: 100, cursor, all: true });
    items.push(...page.items);
    if (!page.nextCursor) return items;
    cursor = page.nextCursor;
  }
}

export const commands: readonly Command[] = [
  {
    name: "dns list",
    summary: "All DNS zones, the newest first.",
    async run() {
      const items = await everyZone();
      const rows = items.map((zone) => [
        zone.id,
        zone.name,
        zone.status,
        String(zone.serial),
        zone.dnssec.enabled ? "on" : "off",
        zone.owner.name,
      ]);
      return { json: { items }, text: table(["ID", "DOMAIN", "STATE", "SERIAL", "DNSSEC", "OWNER"], rows) };
    },
  },
  {
    name: "dns create",
    summary: "Create a DNS zone for a user.",
    options: {
      owner: { type: "string", value: "EMAIL", summary: "the owner, whose quota counts", required: true },
      name: { type: "string", value: "DOMAIN", summary: "the domain", required: true },
      ipv4: { type: "string", value: "ADDRESS", summary: "the web server of the domain and of www" },
    },
    async run(input) {
      const ipv4 = input.text("ipv4");
      const template = ipv4 === undefined ? {} : { template: "website", parameters: { ipv4 } };
      const body = createZoneBody.parse({ name: input.text("name"), ...template });
      const owner = await requireUser(input.text("owner") ?? "");
      const actor: Actor = { ...systemActor, userId: owner.id };
      const zone = await createZone(actor, body);
      const servers = zone.nameservers.map((server) => `delegate to  ${server}`);
      return { json: zone, text: [`${zone.name} (${zone.id}) is ${zone.status}.`, ...servers].join("\n") };
    },
  },
  {
    name: "dns secondaries",
    summary: "Set the servers that may transfer a zone and are notified of its changes; none without --address.",
    positionals: ["ID"],
    options: { address: { type: "string", value: "ADDRESS", summary: "of one; may be repeated", multiple: true } },
    async run(input) {
      const body = secondariesBody.parse({ addresses: input.list("address") ?? [] });
      const zone = await setSecondaries(systemActor, input.positional(0), body);
      return { json: zone, text: `${zone.name}: ${zone.secondaries.join(", ") || "none"}` };
    },
  },
  {
    name: "dns delete",
    summary: "Delete a DNS zone with its records.",
    positionals: ["ID"],
    async run(input) {
      const { status } = await deleteZone(systemActor, input.positional(0));
      return { json: { id: input.positional(0), status }, text: `It is ${status}.` };
    },
  },
  {
    name: "dns export",
    summary: "Print a DNS zone as a zone file (BIND).",
    positionals: ["ID"],
    async run(input) {
      const { text } = await exportZone(systemActor, input.positional(0));
      return { json: { id: input.positional(0), text }, text: text.trimEnd() };
    },
  },
];
