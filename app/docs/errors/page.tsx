import type { Metadata } from "next";
// Imported so that the codes of every module are declared.
import "@/app/api/openapi.json/generated/routes";
import { Card, PageFrame } from "@/components/ui/page-frame";
import { declaredErrors } from "@/lib/core/errors";
import classes from "../docs.module.css";

export const metadata: Metadata = { title: "Error codes" };

export default function ErrorsPage() {
  const errors = [...declaredErrors()].sort(([a, left], [b, right]) => left.status - right.status || (a < b ? -1 : 1));
  return (
    <PageFrame
      title="Error codes"
      lead={
        <>
          What the <code>code</code> of a problem document means and what to do about it. Calls are listed under{" "}
          <a href="/docs/api">API</a>.
        </>
      }
    >
      <Card flush>
        {errors.map(([code, { status, title, cure, retryable }]) => (
          <article key={code} id={code} className={classes.call}>
            <h2 className={classes.address}>
              <span className={classes.method}>{status}</span> <a href={`#${code}`}>{code}</a>
            </h2>
            <p className={classes.summary}>{title}</p>
            <p className={classes.facts}>
              {cure} {retryable ? "The same call may succeed later." : null}
            </p>
          </article>
        ))}
      </Card>
    </PageFrame>
  );
}
