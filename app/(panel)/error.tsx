"use client";

import { Button } from "@mantine/core";
import { EmptyState, PageFrame } from "@/components/page/page-frame";

/** A page that could not be drawn: the rest of the panel stays. */
export default function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <PageFrame title="This page could not be loaded">
      <div className="ln-card">
        <EmptyState title="Something went wrong on our side.">
          <p>
            Your servers are not affected.{" "}
            {error.digest ? `Tell an administrator the code ${error.digest} if it persists.` : ""}
          </p>
          <Button onClick={reset}>Try again</Button>
        </EmptyState>
      </div>
    </PageFrame>
  );
}
