/** Who was allowed: a session, an API token or an executor's key. A right to listen ends with it. */
export type GrantHolder = {
  kind: "session" | "token" | "executor";
  id: string;
  /** Whose session or token it is, or who owns the executor. */
  personId: string;
  /** {@link proofOf} the secret that was shown; null for a session, which keeps its id when its token changes. */
  proof: string | null;
  /** Where it was shown from: tokens and executors may be limited to networks. */
  address: string | null;
};
