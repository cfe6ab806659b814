import { type Rrset, zoneLimits } from "../records/contract";
import { InvalidRecord } from "../records/invalid-record";

/** A set with the line of each of its values. */
export type LocatedSet = Rrset & { lines: number[] };

/** The records of a zone file, collected into sets. */
export class ZoneFileSets {
  readonly #sets = new Map<string, LocatedSet>();
  #records = 0;

  get isFull(): boolean {
    return this.#records > zoneLimits.records;
  }

  get all(): LocatedSet[] {
    return [...this.#sets.values()];
  }

  add({ name, type, ttl }: Omit<Rrset, "values">, value: string, line: number): void {
    if (++this.#records > zoneLimits.records) {
      throw new InvalidRecord(`A zone has at most ${zoneLimits.records} records. Remove this one and those after it.`);
    }
    const key = `${name} ${type}`;
    const set = this.#sets.get(key);
    if (!set) {
      this.#sets.set(key, { name, type, ttl, values: [value], lines: [line] });
      return;
    }
    if (set.ttl !== ttl) {
      const first = `line ${set.lines[0]} has ${set.ttl}`;
      throw new InvalidRecord(`Records of one name and type have one TTL. This one has ${ttl}, ${first}.`);
    }
    set.values.push(value);
    set.lines.push(line);
  }
}
