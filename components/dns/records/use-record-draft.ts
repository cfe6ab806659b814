import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { applyChanges } from "@/lib/hosted-services/dns/diff/apply-changes";
import type { RrsetChange } from "@/lib/hosted-services/dns/diff/contract";
import { diffZones } from "@/lib/hosted-services/dns/diff/diff-zones";
import { type EditProblem, planEdits, type TypedEdits } from "@/lib/hosted-services/dns/diff/plan-edits";
import type { Rrset } from "@/lib/hosted-services/dns/records/contract";
import type { ZoneRecordView, ZoneView } from "@/lib/hosted-services/dns/zones/contract";
import { api } from "@/lib/http/client/api";

type Texts = ReturnType<typeof useTranslations<"dns.records">>;

const toRrset = ({ name, type, ttl, values }: ZoneRecordView): Rrset => ({ name, type, ttl, values });

/** The records of a zone with the edits that are not saved yet, checked by the rules of the server. */
export function useRecordDraft(view: ZoneView) {
  const t = useTranslations("dns.records");
  const { id } = view;
  const { data, error } = useQuery({
    queryKey: ["zone-records", id, view.serial],
    queryFn: ({ signal }) => api("GET", "/provisioning/dns-zones/[id]/records", { params: { id }, signal }),
    // Until the new ones are read the edits keep what they were made to.
    placeholderData: keepPreviousData,
  });
  const [edits, setEdits] = useState<readonly RrsetChange[]>([]);
  const saved = (data?.items ?? []).filter(({ source }) => source === "customer").map(toRrset);
  const draft = applyChanges(saved, edits);
  const edit = (typed: TypedEdits, isNew = false): EditProblem[] => {
    const zone = { name: view.zone, signed: view.dnssec.enabled, rrsets: draft };
    const { changes, problems } = planEdits(zone, typed);
    const taken = isNew ? changes.find(({ before, after }) => before !== null && after !== null) : undefined;
    if (taken) problems.push(takenProblem(t, taken));
    if (problems.length === 0) setEdits(diffZones(saved, applyChanges(draft, changes)));
    return problems;
  };
  return {
    records: data?.items ?? null,
    serial: data?.serial ?? view.serial,
    error,
    draft,
    /** What saving would change; an edit that was made elsewhere in the meantime is none. */
    changes: diffZones(saved, draft),
    edit,
    discard: () => setEdits([]),
  };
}

/** New records would replace those that are there. */
const takenProblem = (t: Texts, { type }: RrsetChange): EditProblem => {
  const message = t("thisNameHasRecords", { type });
  return { in: "put", rrset: 0, field: "name", message };
};

export type RecordDraft = ReturnType<typeof useRecordDraft>;
