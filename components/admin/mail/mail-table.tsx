import Link from "next/link";
import classes from "@/components/admin/tables.module.css";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusPill } from "@/components/ui/status-pill";
import type { MailView } from "@/lib/notifications/contract";

/** The outbox: one line for each message. Messages that still have a text link to it. */
export function MailTable({ items }: { items: MailView[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className={classes.scroll} aria-label="Mails" tabIndex={0}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">To</th>
            <th scope="col">Message</th>
            <th scope="col">State</th>
            <th scope="col">Queued</th>
            <th scope="col">Last error</th>
          </tr>
        </thead>
        <tbody>
          {items.map((mail) => (
            <tr key={mail.id}>
              <th scope="row" style={{ fontWeight: 550 }}>
                {mail.recipient}
              </th>
              <td>
                {mail.readable ? (
                  <Link href={`/admin/outbox/${mail.id}`} prefetch={false} className="ln-link">
                    {mail.template}
                  </Link>
                ) : (
                  mail.template
                )}
              </td>
              <td>
                <StatusPill status={mail.state} />
              </td>
              <td>
                <RelativeTime at={mail.createdAt} />
              </td>
              <td className={classes.dim}>{mail.lastError ?? ""}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
