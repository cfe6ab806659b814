import type { Answer } from "dns-packet";
import type { Actor } from "@/lib/access/actor";
import { sql } from "@/lib/db/transaction";
import { hostedServiceErrors } from "../../errors";
import { type LoadedZone, loadZone } from "../zones/load-zone";
import { askResolver } from "./ask-resolver";
import { compareParent, haveCommonDs } from "./compare-parent";
import type { ZoneParentView } from "./contract";

/**
 * Asks a resolver now. It answers DS records from the parent (RFC 4035, 3.1.4.1), and NS records as the zone has them at the
 * servers that the parent leads to (RFC 2181, 5.4.1): none without a delegation, those of another server with a wrong one.
 */
export async function checkParent(actor: Actor, id: string): Promise<ZoneParentView> {
  const { objectName, zone } = await loadZone(actor, id, "zone.read", sql());
  const [ds, nameservers] = await Promise.all([dsOf(objectName), nameServersAt(objectName)]);
  const { dnssec: isSigned, ds: own, nameservers: wanted } = zone;
  return compareParent({ isSigned, ds: own, nameservers: wanted }, { ds, nameservers });
}

/**
 * A zone whose parent has a DS record of ours is refused by resolvers as soon as it is not signed. No answer is no reason
 * to refuse.
 */
export async function refuseWhileDelegatedSigned({ objectName, zone }: LoadedZone): Promise<void> {
  const found = await dsOf(objectName);
  if (found && haveCommonDs(zone.ds, found)) throw hostedServiceErrors.ds_at_parent();
}

const valuesOf = (question: Parameters<typeof askResolver>[0], textOf: (answer: Answer) => string[]) =>
  askResolver(question).then(
    (answers) => answers.flatMap(textOf).sort(),
    () => null,
  );

/** Null where DNS does not answer. */
const dsOf = (name: string) =>
  valuesOf({ name, type: "DS" }, (answer) => {
    if (answer.type !== "DS") return [];
    const { keyTag, algorithm, digestType, digest } = answer.data;
    return [`${keyTag} ${algorithm} ${digestType} ${Buffer.from(digest).toString("hex").toUpperCase()}`];
  });

const nameServersAt = (name: string) =>
  valuesOf({ name, type: "NS" }, (answer) => (answer.type === "NS" ? [`${String(answer.data)}.`] : []));
