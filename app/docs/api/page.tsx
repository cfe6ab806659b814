import type { Metadata } from "next";
import { useTranslations } from "next-intl";
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
  const t = useTranslations("pages.docs.api");
  return (
    <PageFrame
      title="API"
      lead={t.rich("everyCallOfThe", {
        code: (chunks) => <code>{chunks}</code>,
        link: (chunks) => <a href="/api/openapi.json">{chunks}</a>,
        link2: (chunks) => <a href="/docs/errors">{chunks}</a>,
      })}
    >
      <nav aria-label={t("sections")} className={classes.sections}>
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
  const t = useTranslations("pages.docs.api");
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
        {operation["x-permission"]
          ? t.rich("needs", { value: operation["x-permission"], code: (chunks) => <code>{chunks}</code> })
          : t("noSignInNeeded")}
        {` ${t("requestsPerSAnswers", { limit: limit.limit, windowSeconds: limit.windowSeconds, class: limit.class, done })} `}
        {statuses.filter((status) => status !== done).join(", ")}
      </p>
      {operation.parameters.length > 0 ? (
        <Fields
          caption={t("parameters")}
          rows={operation.parameters.map(({ name, in: where, required, schema }) => ({
            path: `${name} (${where})`,
            type: typeText(schema),
            required,
            notes: fieldRows(t, { properties: { [name]: schema } })[0]?.notes ?? "",
          }))}
        />
      ) : null}
      {body ? <SchemaFields caption={t("body")} schema={body} /> : null}
      {answerSchema ? <SchemaFields caption={t("answer", { done })} schema={answerSchema} /> : null}
    </article>
  );
}

function SchemaFields({ caption, schema }: { caption: string; schema: JsonSchema }) {
  const t = useTranslations("pages.docs.api");
  return <Fields caption={caption} rows={fieldRows(t, schema)} />;
}

function Fields({ caption, rows }: { caption: string; rows: ReturnType<typeof fieldRows> }) {
  const t = useTranslations("pages.docs.api");
  return (
    <details className={classes.fields}>
      <summary>{t("fieldFields", { caption, rowsCount: rows.length })}</summary>
      <div className={classes.scroll}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t("field")}</th>
              <th scope="col">{t("type")}</th>
              <th scope="col">{t("required")}</th>
              <th scope="col">{t("rules")}</th>
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
                <td>{row.required ? t("yes") : t("no")}</td>
                <td>{row.notes}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
