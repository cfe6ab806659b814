import type { Metadata } from "next";
import { routes } from "@/app/api/openapi.json/generated/routes";
import { Card, PageFrame } from "@/components/ui/page-frame";
import { buildOpenApi, type JsonSchema, type Operation } from "@/lib/http/openapi";
import packageJson from "@/package.json";
import classes from "../docs.module.css";
import { fieldRows, typeText } from "./field-rows";

export const metadata: Metadata = { title: "API" };

type Call = { method: string; path: string; operation: Operation };

const document = buildOpenApi(routes, packageJson.version);

function callsOf(tag: string): Call[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item)
      .filter(([, operation]) => operation.tags.includes(tag))
      .map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  );
}

export default function ApiPage() {
  return (
    <PageFrame
      title="API"
      lead={
        <>
          Every call of the panel. Authenticate with <code>Authorization: Bearer lnt_…</code>, a token from your account
          page. The same as data: <a href="/api/openapi.json">OpenAPI 3.1</a>. Error codes:{" "}
          <a href="/docs/errors">error codes</a>.
        </>
      }
    >
      <nav aria-label="Sections" className={classes.sections}>
        {document.tags.map(({ name }) => (
          <a key={name} href={`#${name.toLowerCase()}`}>
            {name}
          </a>
        ))}
      </nav>
      {document.tags.map(({ name }) => (
        <div key={name} id={name.toLowerCase()}>
          <Card title={name} flush>
            {callsOf(name).map((call) => (
              <CallEntry key={call.operation.operationId} call={call} />
            ))}
          </Card>
        </div>
      ))}
    </PageFrame>
  );
}

function CallEntry({ call: { method, path, operation } }: { call: Call }) {
  const limit = operation["x-rate-limit"];
  const statuses = Object.keys(operation.responses);
  const done = statuses.find((status) => status.startsWith("2")) ?? "200";
  const answer = operation.responses[done];
  const answerSchema = answer && "content" in answer ? answer.content?.["application/json"]?.schema : undefined;
  const body = operation.requestBody?.content["application/json"]?.schema;
  return (
    <article id={operation.operationId} className={classes.call}>
      <h3 className={classes.address}>
        <span className={classes.method}>{method}</span> <a href={`#${operation.operationId}`}>{path}</a>
      </h3>
      <p className={classes.summary}>{operation.summary}</p>
      <p className={classes.facts}>
        {operation["x-permission"] ? (
          <>
            needs <code>{operation["x-permission"]}</code>
          </>
        ) : (
          "no sign-in needed"
        )}
        {` · ${limit.limit} requests per ${limit.windowSeconds} s (${limit.class}) · answers ${done}, or `}
        {statuses.filter((status) => status !== done).join(", ")}
      </p>
      {operation.parameters.length > 0 ? (
        <Fields
          caption="Parameters"
          rows={operation.parameters.map(({ name, in: where, required, schema }) => ({
            path: `${name} (${where})`,
            type: typeText(schema),
            required,
            notes: fieldRows({ properties: { [name]: schema } })[0]?.notes ?? "",
          }))}
        />
      ) : null}
      {body ? <SchemaFields caption="Body" schema={body} /> : null}
      {answerSchema ? <SchemaFields caption={`Answer ${done}`} schema={answerSchema} /> : null}
    </article>
  );
}

function SchemaFields({ caption, schema }: { caption: string; schema: JsonSchema }) {
  return <Fields caption={caption} rows={fieldRows(schema)} />;
}

function Fields({ caption, rows }: { caption: string; rows: ReturnType<typeof fieldRows> }) {
  return (
    <details className={classes.fields}>
      <summary>
        {caption} ({rows.length} {rows.length === 1 ? "field" : "fields"})
      </summary>
      <div className={classes.scroll}>
        <table>
          <thead>
            <tr>
              <th scope="col">Field</th>
              <th scope="col">Type</th>
              <th scope="col">Required</th>
              <th scope="col">Rules</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.path}>
                <th scope="row">
                  <code>{row.path}</code>
                </th>
                <td>
                  <code>{row.type}</code>
                </td>
                <td>{row.required ? "yes" : "no"}</td>
                <td>{row.notes}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
