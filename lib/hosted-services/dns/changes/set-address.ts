import { isIP } from "node:net";
import type { Actor } from "@/lib/access/actor";
import { coreErrors } from "@/lib/core/errors";
import { sql } from "@/lib/db/transaction";
import type { RrsetChange } from "../diff/contract";
import { planEdits } from "../diff/plan-edits";
import { attempt } from "../records/invalid-record";
import { absoluteName } from "../records/names";
import type { DyndnsInput } from "../zones/contract";
import { loadZone } from "../zones/load-zone";
import { changeZone, type PlannedZone } from "./change-zone";

/**
 * Dynamic DNS (help.dyn.com/remote-access-api): a router reports its address, and the answer is one line. Only a name
 * that has an address already gets another one, so a token in a router cannot add names. A session is refused: a link
 * on another site could call this.
 */
export async function setAddress(actor: Actor, id: string, { hostname, myip }: DyndnsInput): Promise<string> {
  await loadZone(actor, id, "zone.dyndns", sql());
  if (actor.kind !== "token") throw coreErrors.forbidden({ detail: "Send an API token with the scope zone.dyndns." });
  if (!hostname) return "notfqdn";
  const address = myip ?? actor.origin.ip ?? "";
  if (isIP(address) === 0) {
    throw coreErrors.validation_failed({ errors: [{ path: "myip", message: "Send the address as myip." }] });
  }
  let isKnown = false;
  const plan = (zone: PlannedZone) => {
    const changes = planAddress(zone, hostname, address);
    isKnown = changes !== null;
    return changes ?? [];
  };
  const { applied } = await changeZone(actor, id, { permission: "zone.dyndns", action: "dyndns", plan });
  if (!isKnown) return "nohost";
  return `${applied ? "good" : "nochg"} ${address}`;
}

/** Null for a name without an address. */
function planAddress(zone: PlannedZone, hostname: string, address: string): RrsetChange[] | null {
  const name = attempt(() => absoluteName(hostname));
  if ("message" in name) return null;
  const known = zone.rrsets.filter(
    (rrset) => rrset.name === name.value && (rrset.type === "A" || rrset.type === "AAAA"),
  );
  const type = isIP(address) === 6 ? "AAAA" : "A";
  const ttl = (known.find((rrset) => rrset.type === type) ?? known[0])?.ttl;
  if (ttl === undefined) return null;
  const { changes, problems } = planEdits(zone, {
    put: [{ name: name.value, type, ttl, values: [address] }],
    remove: [],
  });
  const [problem] = problems;
  if (problem) throw coreErrors.validation_failed({ errors: [{ path: "myip", message: problem.message }] });
  return changes;
}
