// Prints each step of a bootstrap with its time. Nothing in scripts/ may need a package: it runs before `npm ci`.
const useColour = process.stdout.isTTY;
const paint = (code, text) => (useColour ? `\x1b[${code}m${text}\x1b[0m` : text);

export const say = (text) => process.stdout.write(`${text}\n`);
export const fail = (text) => process.stderr.write(`${paint(31, "✖")} ${text}\n`);

const reported = new WeakSet();

/** Prints an error, unless the step that failed printed it already. */
export function failOnce(error) {
  if (!reported.has(error)) fail(error.message);
}

/** Runs `work`, prints what it answered and how long it took. `work` may return a text for the line. */
export async function step(name, work) {
  const startedAt = performance.now();
  try {
    const detail = await work();
    const ms = performance.now() - startedAt;
    const time = ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
    say(`${paint(32, "✔")} ${name.padEnd(12)} ${time.padStart(8)}  ${detail ?? ""}`);
  } catch (error) {
    fail(`${name}: ${error.message}`);
    reported.add(error);
    throw error;
  }
}

/** A step that was timed elsewhere. */
export function reportStep(name, ms, detail, ok = true) {
  const time = ms < 1000 ? `${ms} ms` : `${(ms / 1000).toFixed(1)} s`;
  say(`${ok ? paint(32, "✔") : paint(33, "!")} ${name.padEnd(12)} ${time.padStart(8)}  ${detail}`);
}
