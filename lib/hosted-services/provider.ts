/**
 * A service as the steps of runs use it. Each call may be repeated, by this worker or by another one, and leaves what
 * carries a foreign marker alone. Calls throw `provider_unavailable` (nothing was done, or it cannot be known whether the
 * service is up), `unknown_outcome` (a change was sent and not confirmed), `provider_refused` and `provider_conflict`.
 */
export type Provider<Spec, Observed> = {
  /** What is there, in canonical form: null when nothing is, `foreign` when it belongs to something else. */
  observe(ref: Ref, signal: AbortSignal): Promise<Observed | "foreign" | null>;
  /** Creates it, or changes it to what `spec` says. */
  ensure(ref: Ref, spec: Spec, signal: AbortSignal): Promise<"created" | "updated" | "already">;
  /** Removes everything of it; repeatable. */
  remove(ref: Ref, signal: AbortSignal): Promise<"deleted" | "absent">;
  /** Back to what was observed before a change that failed. */
  restore(ref: Ref, before: Observed, signal: AbortSignal): Promise<void>;
  /** Uses it as its owner will. Resolves with what was shown to work; throws when it does not. */
  verify(ref: Ref, spec: Spec, signal: AbortSignal): Promise<string>;
  /** Every object there that carries a marker of the panel. */
  list(signal: AbortSignal): Promise<Ref[]>;
  /** Ends its connections. */
  close(): Promise<void>;
};

/** An object at a provider: its name there, and the marker that says whose it is (the resource's id). */
export type Ref = { name: string; marker: string };
