import Link from "next/link";
import { Card } from "@/components/ui/page-frame";
import type { AttachedDatabaseView } from "@/lib/hosted-services/databases/attachments/contract";

/** On the page of a server: whose connections it gets. */
export function AttachedDatabases({ items }: { items: AttachedDatabaseView[] }) {
  if (items.length === 0) return null;
  return (
    <Card title="Databases">
      <ul style={{ margin: 0, paddingInlineStart: 18, fontSize: 14 }}>
        {items.map(({ id, name, prefix }) => (
          <li key={id}>
            <Link href={`/databases/${id}`} prefetch={false} className="ln-link">
              {name}
            </Link>{" "}
            as <code>{prefix}_URL</code>
          </li>
        ))}
      </ul>
    </Card>
  );
}
