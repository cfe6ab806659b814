// Reads what Postfix and Dovecot log, and keeps of it what customers see: deliveries and the last sign-in.
import { closeSync, fstatSync, openSync, readSync, truncateSync } from "node:fs";
import { literal } from "./store.mjs";

const largestLogBytes = 16 * 1024 * 1024;
const keptDeliveries = "14 days";
const largestQueue = 10_000;

/** A line of Dovecot; a sign-in is one statement. */
export function readSignIn(line, write) {
  const [, user] = /-login: (?:Info: )?Login: user=<([^>]+)>/.exec(line) ?? [];
  if (user) write(`UPDATE mail_user SET last_login_at = now() WHERE email = ${literal(user.toLowerCase())}`);
}

/** Lines of Postfix. The sender stands in another line than the result. */
export class DeliveryLog {
  #senders = new Map();
  #write;

  constructor(write) {
    this.#write = write;
  }

  line(line) {
    const [, queueId, rest] = /postfix\/[a-z/-]+\[\d+\]: ([0-9A-Za-z]+): (.*)$/.exec(line) ?? [];
    if (!queueId) return;
    const [, sender] = /^from=<([^>]*)>/.exec(rest) ?? [];
    if (sender !== undefined) this.#remember(queueId, sender);
    if (rest === "removed") this.#senders.delete(queueId);
    const result = /to=<([^>]*)>,(?: orig_to=<([^>]*)>,)?.* status=(\w+) \((.*)\)$/.exec(rest);
    if (result) this.#record(this.#senders.get(queueId) ?? "", result);
  }

  #remember(queueId, sender) {
    if (this.#senders.size > largestQueue) this.#senders.clear();
    this.#senders.set(queueId, sender);
  }

  /** For the domains of both sides that are here. */
  #record(sender, [, to, original, status, detail]) {
    const domains = [sender, original ?? to, to].map((address) => address.split("@").at(1)?.toLowerCase() ?? "");
    const values = [sender, original ?? to, status, detail.slice(0, 300)].map(literal).join(", ");
    this.#write(`INSERT INTO mail_delivery (domain, sender, recipient, status, detail)
      SELECT name, ${values} FROM mail_domain WHERE name = ANY (ARRAY[${domains.map(literal).join(", ")}])`);
  }
}

export const forgetDeliveries = `DELETE FROM mail_delivery WHERE at < now() - interval '${keptDeliveries}'`;

/** Follows a file that another program appends to, and empties it when it is large. */
export function follow(file, onLine) {
  let position = 0;
  let rest = "";
  const round = () => {
    let handle;
    try {
      handle = openSync(file, "r");
    } catch {
      return;
    }
    try {
      const { size } = fstatSync(handle);
      if (size < position) position = 0;
      const buffer = Buffer.alloc(Math.min(size - position, 1024 * 1024));
      position += readSync(handle, buffer, 0, buffer.length, position);
      const parts = (rest + buffer.toString("utf8")).split("\n");
      rest = parts.pop() ?? "";
      for (const part of parts) onLine(part);
      if (position === size && size > largestLogBytes) {
        truncateSync(file, 0);
        position = 0;
      }
    } finally {
      closeSync(handle);
    }
  };
  return setInterval(round, 500);
}
