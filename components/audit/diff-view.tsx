import classes from "./audit.module.css";

type Fields = Record<string, unknown>;

const text = (value: unknown) => (value === undefined ? "" : typeof value === "string" ? value : JSON.stringify(value));

/** Fields that differ, before and after. The column headings carry the meaning, not only the colours. */
export function changedFields(
  before: Fields | null,
  after: Fields | null,
): { field: string; was: string; is: string }[] {
  const fields = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  return fields
    .map((field) => ({ field, was: text(before?.[field]), is: text(after?.[field]) }))
    .filter(({ was, is }) => was !== is);
}

export function DiffView({ before, after }: { before: Fields | null; after: Fields | null }) {
  const changes = changedFields(before, after);
  if (changes.length === 0) return null;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className={classes.scroll} aria-label="What changed" tabIndex={0}>
      <table className={classes.diff}>
        <thead>
          <tr>
            <th scope="col">Field</th>
            <th scope="col">Before</th>
            <th scope="col">After</th>
          </tr>
        </thead>
        <tbody>
          {changes.map(({ field, was, is }) => (
            <tr key={field}>
              <th scope="row">{field}</th>
              <td>{was === "" ? "–" : <del>{was}</del>}</td>
              <td>{is === "" ? "–" : <ins>{is}</ins>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
