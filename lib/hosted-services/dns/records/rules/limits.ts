import type { RecordProblem } from "../contract";
import { zoneLimits } from "../contract";
import type { ZoneRule } from "./zone-view";

/** All values of a set must fit into one answer of 65,535 octets; a value takes some octets beside its text. */
const octetsOfSet = 60_000;

export const zoneSize: ZoneRule = ({ rrsets }) => {
  let records = 0;
  const problems: RecordProblem[] = [];
  for (const [rrset, { values }] of rrsets.entries()) {
    const before = records;
    records += values.length;
    if (before <= zoneLimits.records && records > zoneLimits.records) {
      const message = `A zone has at most ${zoneLimits.records.toLocaleString("en")} records. Remove some.`;
      problems.push({ rrset, field: "values", message });
    }
    const octets = values.reduce((sum, value) => sum + value.length + 12, 0);
    if (octets > octetsOfSet) {
      problems.push({ rrset, field: "values", message: "The values do not fit into one DNS answer. Remove some." });
    }
  }
  return problems;
};
