import { getDomain } from "tldts-icann";
import { sql } from "@/lib/db/transaction";
import { hostedServiceErrors } from "../../errors";
import { endpointSchema } from "../../providers/contract";
import { mailServersOf } from "../records/check-records";

/**
 * Mail between customers stays on the server, whatever DNS says. So nobody gets a domain whose mail goes elsewhere, such
 * as that of a large mail service, and none above or below a domain or zone of another customer. Throws
 * `mail_goes_elsewhere` and `name_taken`. A domain without MX records, or an answer that does not come, is no reason.
 */
export async function refuseForeignDomain(name: string, ownerId: string): Promise<void> {
  await refuseOverlap(name, ownerId);
  const servers = await mailServersOf(name);
  const own = await ownServers();
  if (servers.length === 0 || servers.some((server) => own.includes(server))) return;
  const there = servers.slice(0, 3).join(", ");
  const detail = `The MX record of ${name} names ${there}. Set it to ${own.join(" or ")} first, or ask an administrator.`;
  throw hostedServiceErrors.mail_goes_elsewhere({ detail });
}

async function ownServers(): Promise<string[]> {
  const rows = await sql().prisma.hostedProvider.findMany({ where: { kind: "mail" }, select: { endpoints: true } });
  const hosts = rows.flatMap(({ endpoints }) =>
    endpointSchema
      .array()
      .parse(endpoints)
      .map(({ host }) => host),
  );
  return [...new Set(hosts.map((host) => host.toLowerCase()))];
}

/** Names of zones end in a dot, those of mail domains do not. */
async function refuseOverlap(name: string, ownerId: string): Promise<void> {
  const registrable = getDomain(name) ?? name;
  const endings = [registrable, `${registrable}.`].map((ending) => ({ objectName: { endsWith: ending } }));
  const others = await sql().prisma.hostedResource.findMany({
    where: { kind: { in: ["mail-domain", "dns-zone"] }, ownerId: { not: ownerId }, OR: endings },
    select: { kind: true, objectName: true },
  });
  const isWithin = (inner: string, outer: string) => inner === outer || inner.endsWith(`.${outer}`);
  const taken = others.find(({ kind, objectName }) => {
    const other = objectName.replace(/\.$/, "");
    // The same mail domain is refused where it is inserted, for everybody.
    if (kind === "mail-domain" && other === name) return false;
    return isWithin(name, other) || isWithin(other, name);
  });
  if (!taken) return;
  const detail = `Another customer has a domain or zone above or below ${name}, or that zone. Ask an administrator.`;
  throw hostedServiceErrors.name_taken({ detail });
}
