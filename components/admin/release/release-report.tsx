import { CopyField } from "@/components/ui/copy/copy-field";
import { Card, PageFrame } from "@/components/ui/page-frame";
import { RelativeTime } from "@/components/ui/relative-time";
import { formatBytes } from "@/lib/core/units";
import type { ReleaseNotes, ReleaseView } from "@/lib/platform/release/contract";
import classes from "./release-report.module.css";

/** Which release runs, how to change it, and what is new in it. */
export function ReleaseReport({ release }: { release: ReleaseView }) {
  const { version, former, history, notes } = release;
  return (
    <PageFrame title="Release" lead={`LightNode ${version}. ${databaseOf(release)}`}>
      <Card title="Upgrade">
        <p className={classes.text}>
          An upgrade makes a backup, builds the new release beside this one and changes over without a failed request.
          It returns to this release by itself when the new one does not work.
        </p>
        <CopyField label="Check first" value="npm run upgrade -- --check" />
        <CopyField label="Upgrade" value="npm run upgrade" />
        {former ? <CopyField label={`Back to ${former}`} value="npm run upgrade -- --back" /> : null}
        <CopyField label="Restart" value="npm run restart" />
      </Card>
      <Card title="What is new">
        {notes.length === 0 ? (
          <p className={classes.text}>This release has no notes.</p>
        ) : (
          notes.map((entry) => <Notes key={entry.version} notes={entry} isRunning={entry.version === version} />)
        )}
      </Card>
      <Card title="History of this installation" flush>
        {history.length === 0 ? (
          <p className={classes.empty}>No change of the release was recorded yet.</p>
        ) : (
          <ol className={classes.history}>
            {history.map(({ at, from, to }) => (
              <li key={at}>
                <span>{from === null ? `${to} was installed` : `${from} → ${to}`}</span>
                <RelativeTime at={at} />
              </li>
            ))}
          </ol>
        )}
      </Card>
    </PageFrame>
  );
}

function databaseOf({ migrations, databaseBytes, unfinishedRuns }: ReleaseView): string {
  const work = unfinishedRuns === 1 ? "one run is in progress" : `${unfinishedRuns} runs are in progress`;
  return `The database has ${migrations} migrations and ${formatBytes(databaseBytes)}; ${work}.`;
}

function Notes({ notes: { version, date, sections }, isRunning }: { notes: ReleaseNotes; isRunning: boolean }) {
  const about = [date, isRunning ? "runs here" : null].filter(Boolean).join(", ");
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
