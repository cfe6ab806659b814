import { getDomain } from "tldts-icann";
import { attempt, InvalidRecord } from "../records/invalid-record";
import { absoluteName, displayName } from "../records/names";

/**
 * The canonical name of a zone as people type it, or why it cannot be one. PowerDNS accepts `.` and `org.`; the owner
 * of the zone of a public suffix would answer for all names below it.
 */
export function readZoneName(text: string): { value: string } | { message: string } {
  return attempt(() => {
    const name = absoluteName(text);
    if (name.startsWith("*")) throw new InvalidRecord("A zone has no wildcard in its name. Write example.com.");
    const bare = name.slice(0, -1);
    if (!bare.includes("."))
      throw new InvalidRecord(`"${displayName(bare)}" is a top-level domain. Write example.${bare}.`);
    if (getDomain(bare) === null) {
      throw new InvalidRecord(
        `Everybody can register names under "${displayName(bare)}". Write your own name below it.`,
      );
    }
    return name;
  });
}
