import tables from "@/components/admin/tables.module.css";
import { EmptyState } from "@/components/ui/empty-state";
import type { NetworkView } from "@/lib/auth/detection/contract";
import classes from "./security.module.css";

/** Where most failed attempts came from. */
export function SecurityNetworks({ networks }: { networks: NetworkView[] }) {
  if (networks.length === 0) return <EmptyState title="No attempt failed during this time." />;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className={tables.scroll} aria-label="Networks with most failed attempts" tabIndex={0}>
      <table className={tables.table}>
        <thead>
          <tr>
            <th scope="col">Network</th>
            <th scope="col">Failed</th>
            <th scope="col">Accounts</th>
            <th scope="col">Signed in</th>
          </tr>
        </thead>
        <tbody>
          {networks.map(({ network, country, failures, accounts, successes }) => (
            <tr key={network}>
              <th scope="row" className={classes.mono}>
                {network}
                {country ? ` ${country}` : ""}
              </th>
              <td className="ln-figure">{failures}</td>
              <td className="ln-figure">{accounts}</td>
              <td className="ln-figure">{successes}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
