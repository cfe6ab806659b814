"use client";

import { Button } from "@mantine/core";
import { EmptyState } from "@/components/ui/empty-state";
import { PageFrame } from "@/components/ui/page-frame";

/** A page that could not be rendered. The rest of the panel is still shown. */
export default function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <PageFrame title="This page could not be loaded">
      <div className="ln-card">
        <EmptyState title="The panel had an internal error.">
          <p>
            Your servers are not affected.{" "}
            {error.digest ? `If the error persists, send the code ${error.digest} to an administrator.` : ""}
          </p>
          <Button onClick={reset}>Try again</Button>
        </EmptyState>
      </div>
    </PageFrame>
  );
}
