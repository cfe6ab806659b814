/**
 * How many requests that hash a password may be under way in this process. Those beyond are refused before anything else
 * is done for them, so that a burst of sign-ins delays neither the refusals nor the pages.
 */
const hashingPaths = new Set([
  "/api/auth/callback/credentials",
  "/api/auth/sign-in",
  "/api/account/register",
  "/api/account/password",
  "/api/account/password-reset/confirm",
  "/api/account/step-up",
  "/api/setup",
]);

/** Two threads hash some eight passwords a second: the last of these waits about five seconds. */
const mostUnderWay = 40;

export class HashingCapacity {
  #underWay = 0;
  #averageMs = 250;

  isHashing(method: string | undefined, path: string): boolean {
    return method === "POST" && hashingPaths.has(path);
  }

  /** Takes a place and returns what gives it back, or the seconds after which all places are free. */
  take(): (() => void) | number {
    if (this.#underWay >= mostUnderWay) return Math.max(1, Math.ceil(this.#averageMs / 1000));
    this.#underWay++;
    const startedAt = performance.now();
    let isGivenBack = false;
    return () => {
      if (isGivenBack) return;
      isGivenBack = true;
      this.#underWay--;
      this.#averageMs = this.#averageMs * 0.8 + (performance.now() - startedAt) * 0.2;
    };
  }
}
