import type { Actor } from "@/lib/access/actor";
import { coreErrors } from "@/lib/core/errors";
import { type EditProblem, planEdits, type TypedEdits } from "../diff/plan-edits";
import type { Rrset, RrsetKey } from "../records/contract";
import type { BulkEditInput, ZoneChangeView } from "../zones/contract";
import { changeZone, type PlannedZone } from "./change-zone";

type Expected = { expected: number | null };

/** Replaces the customer's records of one name and type. */
export const putRecords = (actor: Actor, id: string, input: Rrset, { expected }: Expected): Promise<ZoneChangeView> =>
  edit(actor, id, { edits: { put: [input], remove: [] }, expected, pathOf: pathInOne });

/** Removes the customer's records of one name and type; nothing happens when there are none. */
export const removeRecords = (
  actor: Actor,
  id: string,
  input: RrsetKey,
  { expected }: Expected,
): Promise<ZoneChangeView> => edit(actor, id, { edits: { put: [], remove: [input] }, expected, pathOf: pathInOne });

/** Many edits as one change, or what they would change. */
export const editRecords = (
  actor: Actor,
  id: string,
  { changes, dryRun }: BulkEditInput,
  { expected }: Expected,
): Promise<ZoneChangeView> => edit(actor, id, { edits: changes, expected, dryRun, pathOf: pathInBulk });

type Edit = Expected & { edits: TypedEdits; dryRun?: boolean; pathOf: (problem: EditProblem) => string };

function edit(actor: Actor, id: string, { edits, pathOf, ...rest }: Edit): Promise<ZoneChangeView> {
  const plan = (zone: PlannedZone) => {
    const { changes, problems } = planEdits(zone, edits);
    if (problems.length === 0) return changes;
    const errors = problems.map((problem) => ({ path: pathOf(problem), message: problem.message }));
    throw coreErrors.validation_failed({ errors });
  };
  return changeZone(actor, id, { action: "records", plan, ...rest });
}

const fieldOf = ({ field, value }: EditProblem) => (value === undefined ? field : `${field}.${value}`);

/** A record that the edit does not name is reported at the name. */
function pathInOne(problem: EditProblem): string {
  return problem.in === "zone" ? "name" : fieldOf(problem);
}

function pathInBulk(problem: EditProblem): string {
  return problem.in === "zone" ? "changes" : `changes.${problem.in}.${problem.rrset}.${fieldOf(problem)}`;
}
