import type { Step } from "@/lib/provisioning/saga";
import type { ServerStatus } from "../contract";
import type { RunKind } from "../runs";
import type { RunContext } from "./context";
import {
  create,
  ensure,
  install,
  kill,
  pull,
  ready,
  release,
  remove,
  reserve,
  start,
  stop,
  storage,
  storageKept,
  wipe,
} from "./steps";

/**
 * What each kind of run does and how it ends; a new kind is one entry. `persistent` runs only remove things: they are
 * tried until they succeed, since a deletion must not stay half done. Only a create fails while the engine is
 * unreachable: a retry may find another machine.
 */
export type RunPlan = {
  steps: readonly Step<RunContext>[];
  /** State after success; null: the server's row is deleted. */
  success: ServerStatus | null;
  /** State after failure, once everything is undone. */
  failure: ServerStatus;
  persistent: boolean;
  /** Waits while the engine is unreachable or its disk is full, then starts again with its first step. */
  waits: boolean;
  /** Timeline entry at success. */
  message: string;
};

export const runPlans: Record<RunKind, RunPlan> = {
  create: {
    steps: [reserve, pull, storage, install, create, start, ready],
    success: "online",
    failure: "failed",
    persistent: false,
    waits: false,
    message: "The server is online.",
  },
  reinstall: {
    steps: [stop, remove, wipe, pull, storageKept, install, create, start, ready],
    success: "online",
    failure: "failed",
    persistent: false,
    waits: true,
    message: "The server is set up again and online.",
  },
  start: {
    steps: [ensure, start, ready],
    success: "online",
    failure: "crashed",
    persistent: false,
    waits: true,
    message: "The server is online.",
  },
  restart: {
    steps: [stop, ensure, start, ready],
    success: "online",
    failure: "crashed",
    persistent: false,
    waits: true,
    message: "The server is online again.",
  },
  stop: {
    steps: [stop],
    success: "offline",
    failure: "offline",
    persistent: true,
    waits: true,
    message: "The server is stopped.",
  },
  kill: {
    steps: [kill],
    success: "offline",
    failure: "offline",
    persistent: true,
    waits: true,
    message: "The server was killed.",
  },
  suspend: {
    steps: [stop],
    success: "suspended",
    failure: "suspended",
    persistent: true,
    waits: true,
    message: "The server is suspended.",
  },
  delete: {
    steps: [stop, remove, wipe, release],
    success: null,
    failure: "deleting",
    persistent: true,
    waits: true,
    message: "The server is deleted.",
  },
};
