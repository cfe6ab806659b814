import Link from "next/link";
import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/page-frame";
import type { AttachedDatabaseView } from "@/lib/hosted-services/databases/attachments/contract";

/** On the page of a server: whose connections it gets. */
export function AttachedDatabases({ items }: { items: AttachedDatabaseView[] }) {
  const t = useTranslations("databases");
  if (items.length === 0) return null;
  return (
    <Card title={t("databases")}>
      <ul style={{ margin: 0, paddingInlineStart: 18, fontSize: 14 }}>
        {items.map(({ id, name, prefix }) => (
          <li key={id}>
            {t.rich("asUrl", {
              name,
              link: (chunks) => (
                <Link href={`/databases/${id}`} prefetch={false} className="ln-link">
                  {chunks}
                </Link>
              ),
              prefix,
              code: (chunks) => <code>{chunks}</code>,
            })}
          </li>
        ))}
      </ul>
    </Card>
  );
}
