import { api } from "@/lib/http/client/api";

/** A batch's keys and secrets as CSV, which the panel returns only once; asks for confirmation first if required. */
export async function downloadSecrets(batchId: string): Promise<string> {
  return String(await api("POST", "/executors/batch/[id]/download", { params: { id: batchId } }));
}
