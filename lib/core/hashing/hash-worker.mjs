// A thread of the hash pool (hash-pool.ts). Synchronous on purpose: the thread does nothing else.
import { compareSync, hashSync } from "@node-rs/bcrypt";

/** @param {{ text: string, cost: number }} input @returns {string} the bcrypt hash of `text` */
export function hash({ text, cost }) {
  return hashSync(text, cost);
}

/** @param {{ text: string, stored: string }} input @returns {boolean} whether `stored` is a hash of `text` */
export function compare({ text, stored }) {
  return compareSync(text, stored);
}
