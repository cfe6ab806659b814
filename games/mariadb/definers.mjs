// Removes the accounts of views, triggers and routines from a dump: those of the other server do not exist here, and a
// customer may name no other account.
import { Transform } from "node:stream";

/** Where mariadb-dump and mysqldump write them: at the beginning of a line. Rows have their line breaks escaped. */
const beginning = /^(CREATE |\/\*M?!\d{5,6} )/;
const definer = /\bDEFINER ?= ?(`[^`]*`|'[^']*'|[\w.$-]+)(@(`[^`]*`|'[^']*'|[\w.%$-]+))?( |(?=\*\/))/;
/** Of a line that is looked at: the account comes before the body, which may be of any length. */
const mostBytes = 16 * 1024;
const lineFeed = 10;

export class WithoutDefiners extends Transform {
  removed = 0;
  #rest = Buffer.alloc(0);
  /** Within a line whose beginning was looked at. */
  #isPassing = false;

  _transform(chunk, _, done) {
    let bytes = this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : chunk;
    for (;;) {
      const end = bytes.indexOf(lineFeed);
      if (end < 0) break;
      const line = bytes.subarray(0, end + 1);
      this.push(this.#isPassing ? line : this.#cleaned(line));
      this.#isPassing = false;
      bytes = bytes.subarray(end + 1);
    }
    if (bytes.length > mostBytes) {
      this.push(this.#isPassing ? bytes : this.#cleaned(bytes));
      this.#isPassing = true;
      bytes = Buffer.alloc(0);
    }
    this.#rest = Buffer.from(bytes);
    done();
  }

  _flush(done) {
    if (this.#rest.length > 0) this.push(this.#isPassing ? this.#rest : this.#cleaned(this.#rest));
    done();
  }

  #cleaned(line) {
    if (!beginning.test(line.subarray(0, 20).toString("latin1"))) return line;
    // latin1 keeps every byte.
    const text = line.subarray(0, mostBytes).toString("latin1");
    const cleaned = text.replace(definer, "");
    if (cleaned === text) return line;
    this.removed++;
    return Buffer.concat([Buffer.from(cleaned, "latin1"), line.subarray(mostBytes)]);
  }
}
