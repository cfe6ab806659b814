import { keysOf } from "@/lib/core/records";
/**
 * What a person changed in a form while the saved values may change: for each touched field, the value before the edit
 * and the typed value. Untouched fields are not included, so that they show the live value.
 */
export type Edits<F> = { [K in keyof F]?: { was: F[K]; is: F[K] } };

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

type Edit<F> = { [K in keyof F & string]: { field: K; was: F[K]; is: F[K] } }[keyof F & string];

function touchedOf<F>(edits: Edits<F>): Edit<F>[] {
  return keysOf(edits).flatMap((field) => {
    const edit = edits[field];
    return edit ? [{ field, ...edit }] : [];
  });
}

/** The edits with one more change. Pure. */
export function edited<F>(edits: Edits<F>, live: F, part: Partial<F>): Edits<F> {
  const next: Edits<F> = { ...edits };
  for (const field of Object.keys(part) as (keyof F)[]) {
    const known = edits[field];
    next[field] = { was: known ? known.was : live[field], is: part[field] as F[typeof field] };
  }
  return next;
}

/** The values that the form shows. Pure. */
export function shownFields<F extends object>(edits: Edits<F>, live: F): F {
  return { ...live, ...Object.fromEntries(touchedOf(edits).map(({ field, is }) => [field, is])) };
}

/** The values to send: only touched fields that differ from the saved values. Pure. */
export function changesOf<F>(edits: Edits<F>, live: F): Partial<F> {
  const touched = touchedOf(edits).filter(({ field, is }) => !same(is, live[field]));
  return Object.fromEntries(touched.map(({ field, is }) => [field, is])) as Partial<F>;
}

/** Touched fields that somebody else changed to a different value in the meantime. Pure. */
export function changedElsewhere<F>(edits: Edits<F>, live: F): (keyof F & string)[] {
  return touchedOf(edits)
    .filter(({ field, was, is }) => !same(was, live[field]) && !same(is, live[field]))
    .map(({ field }) => field);
}
