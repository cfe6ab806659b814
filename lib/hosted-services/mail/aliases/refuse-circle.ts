import type { Tx } from "@/lib/db/transaction";
import { hostedServiceErrors } from "../../errors";
import { domainOf, findCircle } from "../addresses";

/** Refuses destinations from which mail would come back. Postfix would try to deliver such mail until it expires. */
export async function refuseCircle(
  tx: Tx,
  start: string,
  destinations: readonly string[],
  path: string,
): Promise<void> {
  const circle = await findCircle(start, destinations, (addresses) => routesOf(tx, addresses));
  if (!circle) return;
  const message = `Mail would go round in a circle: ${circle.join(" → ")}.`;
  throw hostedServiceErrors.mail_circle({ detail: message, errors: [{ path, message }] });
}

/** Where mail for each address goes, of those that the panel knows: as the mail server decides it. */
async function routesOf(tx: Tx, addresses: readonly string[]): Promise<Map<string, string[]>> {
  const domains = addresses.map(domainOf);
  const rows = await tx.prisma.hostedResource.findMany({
    where: {
      OR: [
        { kind: { in: ["mailbox", "mail-alias"] }, objectName: { in: [...addresses] } },
        { kind: "mail-domain", objectName: { in: domains } },
      ],
    },
    select: { objectName: true, mailbox: true, alias: true, mail: true },
  });
  const own = new Map<string, string[]>();
  const catchAlls = new Map<string, string>();
  for (const { objectName, mailbox, alias, mail } of rows) {
    if (alias) own.set(objectName, alias.destinations);
    if (mailbox) own.set(objectName, mailbox.keepCopy ? [...mailbox.forwardTo, objectName] : mailbox.forwardTo);
    if (mail?.catchAll) catchAlls.set(objectName, mail.catchAll);
  }
  return new Map(
    addresses.map((address) => {
      const caught = catchAlls.get(domainOf(address));
      // The catch-all of a domain is a route of `@domain`, which a circle can lead to.
      return [
        address,
        own.get(address) ?? (caught && !address.startsWith("@") ? [`@${domainOf(address)}`, caught] : []),
      ];
    }),
  );
}
