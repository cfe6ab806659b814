import { useLocale, useTranslations } from "next-intl";
import { CopyField } from "@/components/ui/copy/copy-field";
import { Card, PageFrame } from "@/components/ui/page-frame";
import { RelativeTime } from "@/components/ui/relative-time";
import { formatBytes } from "@/lib/core/units";
import type { ReleaseNotes, ReleaseView } from "@/lib/platform/release/contract";
import classes from "./release-report.module.css";

type Texts = ReturnType<typeof useTranslations<"admin.release">>;

/** Which release runs, how to change it, and what is new in it. */
export function ReleaseReport({ release }: { release: ReleaseView }) {
  const locale = useLocale();
  const t = useTranslations("admin.release");
  const { version, former, history, notes } = release;
  return (
    <PageFrame title={t("release")} lead={t("lightnode", { version, release: databaseOf(locale, t, release) })}>
      <Card title={t("upgrade")}>
        <p className={classes.text}>{t("anUpgradeMakesA")}</p>
        <CopyField label={t("checkFirst")} value="npm run upgrade -- --check" />
        <CopyField label={t("upgrade")} value="npm run upgrade" />
        {former ? <CopyField label={t("backTo", { former })} value="npm run upgrade -- --back" /> : null}
        <CopyField label={t("restart")} value="npm run restart" />
      </Card>
      <Card title={t("whatIsNew")}>
        {notes.length === 0 ? (
          <p className={classes.text}>{t("thisReleaseHasNo")}</p>
        ) : (
          notes.map((entry) => <Notes key={entry.version} notes={entry} isRunning={entry.version === version} />)
        )}
      </Card>
      <Card title={t("historyOfThisInstallation")} flush>
        {history.length === 0 ? (
          <p className={classes.empty}>{t("noChangeOfThe")}</p>
        ) : (
          <ol className={classes.history}>
            {history.map(({ at, from, to }) => (
              <li key={at}>
                <span>{from === null ? t("wasInstalled", { to }) : `${from} → ${to}`}</span>
                <RelativeTime at={at} />
              </li>
            ))}
          </ol>
        )}
      </Card>
    </PageFrame>
  );
}

function databaseOf(locale: string, t: Texts, { migrations, databaseBytes, unfinishedRuns }: ReleaseView): string {
  const work = t("oneRunIsIn", { unfinishedRuns });
  return t("theDatabaseHasMigrations", { migrations, databaseBytes: formatBytes(databaseBytes, locale), work });
}

function Notes({ notes: { version, date, sections }, isRunning }: { notes: ReleaseNotes; isRunning: boolean }) {
  const t = useTranslations("admin.release");
  const about = [date, isRunning ? t("runsHere") : null].filter(Boolean).join(", ");
  return (
    <section className={classes.release} aria-label={version}>
      <h3 className={classes.version}>
        {version} {about ? <span className={classes.about}>{about}</span> : null}
      </h3>
      {sections.map(({ title, items }) => (
        <div key={title}>
          <h4 className={classes.section}>{title}</h4>
          <ul className={classes.items}>
            {items.map((item) => (
              <li key={item}>
                <Item text={item} />
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}

/** The text of an item; parts between backquotes are code. */
function Item({ text }: { text: string }) {
  return text.split("`").map((part, index) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text that never changes
    index % 2 === 1 ? <code key={index}>{part}</code> : <span key={index}>{part}</span>,
  );
}
