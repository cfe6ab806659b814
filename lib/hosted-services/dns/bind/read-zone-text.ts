import { checkZone } from "../records/check-zone";
import { type Rrset, refusedTypeReason, ttlSchema, type ZoneRecords } from "../records/contract";
import { attempt, InvalidRecord, requireValue } from "../records/invalid-record";
import { absoluteName, isWithin } from "../records/names";
import { isRecordType, readOwner, readTokens, setProblems } from "../records/read-rrset";
import type { Token } from "../records/tokens";
import { type LineProblem, zoneTextLimits } from "./contract";
import { readHead, readSoaMinimum } from "./record-head";
import { type Entry, scanEntries } from "./scan-entries";
import { readTime } from "./time-to-live";
import { type LocatedSet, ZoneFileSets } from "./zone-file-sets";

/**
 * Reads a zone file (RFC 1035, 5) into the canonical sets of `zone`. The SOA is checked and left out: the name server
 * keeps its own. With a problem, `rrsets` is incomplete and must not be used. Own code: the parsers on npm either have
 * no lines for their errors or take what they do not know as a comment.
 */
export function readZoneText(text: string, zone: string, signed = false): { rrsets: Rrset[]; problems: LineProblem[] } {
  if (new Blob([text]).size > zoneTextLimits.octets) {
    return { rrsets: [], problems: [{ line: 1, message: "The text is larger than 1 MiB. Remove parts of it." }] };
  }
  const reader = new ZoneReader(zone);
  // Editors on Windows put a byte order mark first, which would count as a blank.
  for (const entry of scanEntries(text.replace(/^\ufeff/, ""))) {
    reader.read(entry);
    if (reader.isFull) break;
  }
  const rrsets = reader.sets.map(({ lines: _lines, ...rrset }) => rrset);
  const problems =
    reader.problems.length > 0 ? reader.problems : problemsOfZone({ name: zone, signed, rrsets }, reader.sets);
  return { rrsets, problems: problems.slice(0, zoneTextLimits.problems) };
}

/** Rules about several records, which are right only if all of them could be read. */
function problemsOfZone(zone: ZoneRecords, sets: readonly LocatedSet[]): LineProblem[] {
  const ofSets = sets.flatMap(({ type, values, lines }) =>
    setProblems(type, values).map(({ at, message }) => ({ line: lines[at] ?? 1, message })),
  );
  const ofZone = checkZone(zone).map(({ rrset, value, message }) => ({
    line: sets[rrset ?? -1]?.lines[value ?? 0] ?? 1,
    message,
  }));
  return [...ofSets, ...ofZone].sort((left, right) => left.line - right.line);
}

class ZoneReader {
  readonly problems: LineProblem[] = [];
  readonly #zone: string;
  readonly #sets = new ZoneFileSets();
  #origin: string;
  #defaultTtl: number | null = null;
  #lastTtl: number | null = null;
  /** Null until a record has a name; undefined after a wrong one, whose followers are not reported. */
  #owner: string | null | undefined = null;
  #hasSoa = false;

  readonly #directives = new Map<string, (tokens: readonly Token[]) => void>([
    ["$ORIGIN", (tokens) => this.#setOrigin(tokens)],
    ["$TTL", (tokens) => this.#setDefaultTtl(tokens)],
    ["$INCLUDE", () => refuse("$INCLUDE is not allowed. Insert the text of that file here.")],
    ["$GENERATE", () => refuse("$GENERATE is not allowed. Write each record in a line of its own.")],
  ]);

  constructor(zone: string) {
    this.#zone = zone;
    this.#origin = zone;
  }

  get sets(): LocatedSet[] {
    return this.#sets.all;
  }

  get isFull(): boolean {
    return this.#sets.isFull || this.problems.length >= zoneTextLimits.problems;
  }

  read(entry: Entry): void {
    const done = attempt(() => this.#readEntry(entry));
    if ("message" in done) this.problems.push({ line: entry.problem?.line ?? entry.line, message: done.message });
  }

  #readEntry({ line, continues, tokens, problem }: Entry): void {
    if (problem) refuse(problem.message);
    const [first] = tokens;
    if (first?.quoted === false && first.text.startsWith("$")) {
      this.#readDirective(first.text, tokens.slice(1));
      return;
    }
    if (!continues) this.#setOwner(first?.text ?? "");
    if (this.#owner === null) refuse("The first record has no name. Write one in its first column.");
    else if (this.#owner !== undefined) this.#readRecord(this.#owner, continues ? tokens : tokens.slice(1), line);
  }

  #readDirective(name: string, tokens: readonly Token[]): void {
    const directive = this.#directives.get(name.toUpperCase());
    if (directive) directive(tokens);
    else refuse(`${name.slice(0, 20)} is unknown. Use $ORIGIN and $TTL.`);
  }

  #readRecord(name: string, tokens: readonly Token[], line: number): void {
    const { type, ttl, values } = readHead(tokens);
    if (type === "SOA") {
      this.#readSoa(name, ttl, values);
      return;
    }
    if (!isRecordType(type)) throw new InvalidRecord(refusedTypeReason(type));
    requireValue(readOwner(type, () => name));
    const value = requireValue(readTokens(type, values, (target) => this.#absolute(target)));
    this.#sets.add({ name, type, ttl: this.#timeToLive(ttl) }, value, line);
  }

  #timeToLive(ttl: number | null): number {
    const time = ttl ?? this.#defaultTtl ?? this.#lastTtl;
    if (time === null) throw new InvalidRecord("The record has no TTL. Add the line $TTL 3600 at the top.");
    const checked = ttlSchema.safeParse(time);
    if (!checked.success)
      throw new InvalidRecord(`The TTL ${time} is not allowed. ${checked.error.issues[0]?.message}`);
    this.#lastTtl = time;
    return time;
  }

  #readSoa(name: string, ttl: number | null, values: readonly Token[]): void {
    const minimum = readSoaMinimum(values);
    if (name !== this.#zone) refuse(`The SOA record is not of the zone ${this.#zone} Import it into its own zone.`);
    if (this.#hasSoa) refuse("The zone has a second SOA record. Remove it.");
    this.#hasSoa = true;
    this.#lastTtl = ttl ?? minimum;
  }

  #setOwner(text: string): void {
    this.#owner = undefined;
    const name = this.#absolute(text);
    if (!isWithin(name, this.#zone)) refuse(`${name} is not in the zone ${this.#zone} Remove the record.`);
    this.#owner = name;
  }

  #setOrigin(tokens: readonly Token[]): void {
    if (tokens.length !== 1) refuse("$ORIGIN needs one name, such as $ORIGIN example.com.");
    this.#origin = this.#absolute(tokens[0]?.text ?? "");
  }

  #setDefaultTtl(tokens: readonly Token[]): void {
    const time = tokens.length === 1 ? readTime(tokens[0]?.text ?? "") : null;
    if (time === null) refuse("$TTL needs one time, such as $TTL 3600.");
    this.#defaultTtl = time;
  }

  /** A name of the file: absolute with a dot at its end, below the origin without. */
  #absolute(text: string): string {
    if (text === "@") return this.#origin;
    return absoluteName(text.endsWith(".") ? text : `${text}.${this.#origin}`);
  }
}

function refuse(message: string): void {
  throw new InvalidRecord(message);
}
