import { env } from "@/lib/core/env";
import { coreErrors } from "@/lib/core/errors";

/**
 * Refuses passwords that are known or guessed at once: the 49,000 most used and leaked ones with the usual disguises
 * (zxcvbn), offline. Length is what counts; no rule about kinds of characters (NIST SP 800-63B, ASVS 6.2).
 */
const enoughGuessesLog10 = 6;
/** From here on a password is a phrase: its length makes up for plain words. */
const phraseLength = 20;
/** Length that is checked; the estimate's cost grows with the square of it. */
const lookedAt = 64;

type Estimate = (password: string) => number;
let estimate: Promise<Estimate> | undefined;

/** The dictionary takes 12 MB and is loaded with the first password that is chosen. */
async function loadEstimate(): Promise<Estimate> {
  const [{ ZxcvbnFactory }, common] = await Promise.all([
    import("@zxcvbn-ts/core"),
    import("@zxcvbn-ts/language-common"),
  ]);
  const factory = new ZxcvbnFactory({ dictionary: common.dictionary, graphs: common.adjacencyGraphs });
  return (password) => factory.check(password).guessesLog10;
}

/** Words of this account or this panel: an attacker tries them first. */
export type PasswordContext = { email: string; name: string };

function contextWords({ email, name }: PasswordContext, host: string): string[] {
  const [local = "", domain = ""] = email.toLowerCase().split("@");
  const words = [email, local, domain, name, ...name.split(/\s+/), "lightnode", host];
  return words.map((word) => word.toLowerCase()).filter((word) => word.length >= 4);
}

/** What is wrong with the password, in words for the person choosing it; null when nothing is. */
export async function passwordWeakness(
  password: string,
  context: PasswordContext,
  host: string,
): Promise<string | null> {
  let rest = password.toLowerCase();
  for (const word of contextWords(context, host).sort((a, b) => b.length - a.length)) rest = rest.split(word).join("");
  if (rest.length < password.length && [...rest].length < 8) {
    return "Choose a password that is not made of your name, your address or the panel's name.";
  }
  if ([...password].length >= phraseLength) return null;
  estimate ??= loadEstimate();
  const guesses = (await estimate)(password.slice(0, lookedAt));
  if (guesses >= enoughGuessesLog10) return null;
  return "This password is on lists of common or leaked passwords, or close to one. Choose another; a few words in a row are good.";
}

/** Throws `validation_failed` at `path` when the password is weak. */
export async function requireStrongPassword(
  password: string,
  context: PasswordContext,
  path = "password",
): Promise<void> {
  const weakness = await passwordWeakness(password, context, new URL(env().NEXTAUTH_URL).hostname);
  if (weakness) throw coreErrors.validation_failed({ errors: [{ path, message: weakness }] });
}
