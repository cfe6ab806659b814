import Link from "next/link";
import { EmptyState } from "@/components/ui/empty-state";
import { PageFrame } from "@/components/ui/page-frame";

export default function NotFound() {
  return (
    <PageFrame title="Not found">
      <div className="ln-card">
        <EmptyState title="This page does not exist.">
          It may have been deleted, or belong to another user. <Link href="/servers">Your servers</Link>
        </EmptyState>
      </div>
    </PageFrame>
  );
}
