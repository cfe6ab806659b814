import type { Home } from "../home";
import { knownIdentity } from "../identity";
import { credentialsStamp } from "../store/credentials";

/** Notices that `setup` ran beside this program: another key is another executor, and another address another panel. */
export class CredentialsWatch {
  readonly #home: Home;
  readonly #givenUrl: string | undefined;
  #stamp: number;

  constructor(home: Home, givenUrl: string | undefined) {
    this.#home = home;
    this.#givenUrl = givenUrl;
    this.#stamp = credentialsStamp(home);
  }

  async areOthersThan(current: { key: string; url: string }): Promise<boolean> {
    const stamp = credentialsStamp(this.#home);
    if (stamp === this.#stamp) return false;
    const known = await knownIdentity(this.#home, this.#givenUrl).catch(() => null);
    if (!known) return false;
    // Reading them is not cheap everywhere, so each is read once.
    this.#stamp = stamp;
    const { key, url } = known.credentials;
    return key !== current.key || url !== current.url;
  }
}
