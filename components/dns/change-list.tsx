import { useTranslations } from "next-intl";
import type { RrsetChange } from "@/lib/hosted-services/dns/diff/contract";
import { valuesOfChange } from "@/lib/hosted-services/dns/diff/diff-zones";
import { displayValue } from "@/lib/hosted-services/dns/records/display-rrset";
import { displayOwner } from "@/lib/hosted-services/dns/records/names";
import classes from "./change-list.module.css";

/** What changes of records add (+) and remove (−), by name and type. */
export function ChangeList({ changes, zone }: { changes: readonly RrsetChange[]; zone: string }) {
  const t = useTranslations("dns");
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <ul className={classes.list} aria-label={t("changes")} tabIndex={0}>
      {changes.map((change) => (
        <li key={`${change.name} ${change.type}`} className={classes.change}>
          <strong style={{ overflowWrap: "anywhere" }}>{displayOwner(change.name, zone)}</strong> {change.type}
          {ttlOf(change)}
          <Values change={change} />
        </li>
      ))}
    </ul>
  );
}

function Values({ change }: { change: RrsetChange }) {
  const { added, removed } = valuesOfChange(change);
  return (
    <>
      {removed.map((value) => (
        <del key={value} className={classes.value}>
          − {displayValue(change.type, value)}
        </del>
      ))}
      {added.map((value) => (
        <ins key={value} className={classes.value}>
          + {displayValue(change.type, value)}
        </ins>
      ))}
    </>
  );
}

function ttlOf({ before, after }: RrsetChange): string {
  if (!before || !after || before.ttl === after.ttl) return "";
  return `, TTL ${before.ttl} → ${after.ttl} s`;
}
