import {
  type RecordProblem,
  type RecordType,
  type Rrset,
  recordTypes,
  refusedTypeReason,
  ttlSchema,
  zoneLimits,
} from "./contract";
import { attempt } from "./invalid-record";
import { absoluteName, type NameReader, typedOwner, typedTarget } from "./names";
import { recordKinds } from "./registry";
import { type Token, tokenise } from "./tokens";

/** A set of records as it comes from a form, a script or a name server. */
export type RrsetInput = { name: string; type: string; ttl: number; values: readonly string[] };
type Read<T> = { value: T } | { message: string };

export function isRecordType(type: string): type is RecordType {
  return recordTypes.some((known) => known === type);
}

/** Reads sets that people typed; `rrsets` has the canonical form of those without a problem, in the same order. */
export function readRrsets(
  inputs: readonly RrsetInput[],
  zone: string,
): { rrsets: Rrset[]; problems: RecordProblem[] } {
  const read = inputs.map((input, index) => readRrset(input, zone, index));
  return { rrsets: read.flatMap(({ rrset }) => rrset ?? []), problems: read.flatMap(({ problems }) => problems) };
}

/** As {@link readRrsets}, for one set. Rules about the other records of the zone are `checkZone`'s. */
export function readRrset(
  input: RrsetInput,
  zone: string,
  index = 0,
): { rrset: Rrset | null; problems: RecordProblem[] } {
  const problems: RecordProblem[] = [];
  const add = (field: RecordProblem["field"], message: string, value?: number) =>
    problems.push({ rrset: index, field, message, ...(value === undefined ? {} : { value }) });
  const type = input.type.trim().toUpperCase();
  const ttl = ttlSchema.safeParse(input.ttl);
  if (!ttl.success) add("ttl", ttl.error.issues[0]?.message ?? "");
  if (!isRecordType(type)) {
    add("type", refusedTypeReason(type));
    return { rrset: null, problems };
  }
  const name = readOwner(type, () => typedOwner(input.name, zone));
  if ("message" in name) add("name", name.message);
  const values = input.values.map((text) => readValue(type, text, zone));
  for (const [at, value] of values.entries()) if ("message" in value) add("values", value.message, at);
  const read = values.flatMap((value) => ("value" in value ? value.value : []));
  if (read.length === values.length) for (const { at, message } of setProblems(type, read)) add("values", message, at);
  const rrset =
    "value" in name && problems.length === 0 && ttl.success
      ? { name: name.value, type, ttl: ttl.data, values: read }
      : null;
  return { rrset, problems };
}

/** The owner of a record, read by `read` and allowed for its type. */
export function readOwner(type: RecordType, read: () => string): Read<string> {
  return attempt(() => {
    const name = read();
    recordKinds[type].checkOwner?.(name);
    return name;
  });
}

/** A value as people type it. */
export function readValue(type: RecordType, text: string, zone: string): Read<string> {
  const kind = recordKinds[type];
  return attempt(() => kind.readTyped?.(text) ?? kind.read(tokenise(text), (name) => typedTarget(name, zone)));
}

/** A value of a zone file or a name server. */
export function readTokens(type: RecordType, tokens: readonly Token[], readTarget: NameReader): Read<string> {
  return attempt(() => recordKinds[type].read(tokens, readTarget));
}

/** Problems of the values of one set with each other; all canonical. */
export function setProblems(type: RecordType, values: readonly string[]): { at: number; message: string }[] {
  const kind = recordKinds[type];
  if (values.length === 0) return [{ at: 0, message: "Enter at least one value." }];
  if (kind.single && values.length > 1)
    return [{ at: 1, message: `A name has one ${type} record only. Remove the others.` }];
  if (values.length > zoneLimits.valuesOfSet) {
    return [
      { at: zoneLimits.valuesOfSet, message: `At most ${zoneLimits.valuesOfSet} values can share a name and a type.` },
    ];
  }
  const nullMx = type === "MX" && values.length > 1 ? values.indexOf("0 .") : -1;
  if (nullMx >= 0) {
    return [{ at: nullMx, message: '"0 ." says that the domain receives no mail. Remove it, or all others.' }];
  }
  const seen = new Set<string>();
  return values.flatMap((value, at) => {
    const known = seen.has(value);
    seen.add(value);
    return known ? [{ at, message: "This value is there twice. Remove one." }] : [];
  });
}

/**
 * The canonical form of what a name server gave back, or null if the type is not one of ours (SOA, keys). Used to
 * compare; what another program wrote there and we would refuse stays as it is.
 */
export function canonicalRrset(input: RrsetInput): Rrset | null {
  const { type } = input;
  if (!isRecordType(type)) return null;
  const name = attempt(() => absoluteName(input.name));
  const values = input.values.map((text) => {
    const tokens = attempt(() => tokenise(text));
    const read = "value" in tokens ? readTokens(type, tokens.value, absoluteName) : tokens;
    return "value" in read ? read.value : text;
  });
  return { name: "value" in name ? name.value : input.name, type, ttl: input.ttl, values };
}
