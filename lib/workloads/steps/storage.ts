import type { Step } from "@/lib/provisioning/saga";
import { ensureStorage, removeStorage } from "../work/storage";
import type { RunContext } from "../workload-definition";

const second = 1000;

/** The customer's network and the workload's volumes; the undo removes both. */
export const storage: Step<RunContext> = {
  name: "storage",
  timeoutMs: 60 * second,
  attempts: 3,
  async act(context, { signal }) {
    await ensureStorage(context, signal);
    return undefined;
  },
  undo: (context, { signal }) => removeStorage(context, signal),
};

/** The same for a workload that had its volumes before: a failed reinstall keeps them. */
export const storageKept: Step<RunContext> = { ...storage, undo: undefined };

/** Removes the volumes with the data in them. */
export const wipe: Step<RunContext> = {
  name: "wipe",
  timeoutMs: 120 * second,
  async act(context, { signal }) {
    await removeStorage(context, signal);
    return undefined;
  },
};
