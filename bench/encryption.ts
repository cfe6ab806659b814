import { fieldCipher } from "@/lib/core/encryption/field-cipher";
import { createLogger } from "@/lib/core/log";
import { database } from "@/lib/db/client";
import { KeyFollower } from "@/lib/platform/encryption/follow-keys";
import { type BenchPanel, benchPanel } from "./panel";
import { absolute, pause, type Row } from "./row";

const fields = 100_000;
const loops = 4;
const column = "mail_message:data_sealed";
const idOf = (n: number) => `mai_bench${String(n).padStart(21, "0")}`;

/**
 * The running panel changes its key over 100 000 encrypted fields, while this process, one more of the panel's, reads
 * and writes them without a pause. Every read has to open and to be what was written last; nothing may be left on the
 * old key.
 */
export async function bench(): Promise<Row[]> {
  const panel = await benchPanel();
  const follower = new KeyFollower("bench", createLogger("bench", "silent"));
  await follower.start();
  try {
    const load = new Load();
    await load.fill();
    const working = load.run();
    const { seconds, toKey } = await rotate(panel);
    load.stop();
    await working;
    await load.checkAll();
    const left = await panel.pool.query<{ n: number }>(
      "SELECT count(*)::int AS n FROM delivery WHERE data_sealed NOT LIKE $1",
      [`v1.${toKey}.%`],
    );
    return [
      absolute("encryption.rotate_100000_fields", seconds, "s", { atMost: 120 }),
      absolute("encryption.fields_per_second", fields / seconds, "1/s", { atLeast: 1_000 }),
      absolute("encryption.reads_and_writes_meanwhile", load.done, "", { atLeast: 1_000 }),
      absolute("encryption.failed_reads_and_writes", load.failed, "", { atMost: 0 }),
      absolute("encryption.rows_left_on_old_key", left.rows[0]?.n ?? fields, "", { atMost: 0 }),
    ];
  } finally {
    await follower.stop();
    await panel.pool.query("DELETE FROM delivery WHERE id LIKE 'mai_bench%'");
  }
}

type Status = { rotation: { state: string; toKey: string } | null };

async function rotate(panel: BenchPanel): Promise<{ seconds: number; toKey: string }> {
  const startedAt = performance.now();
  const url = `${panel.url}/api/admin/encryption`;
  const started = await fetch(`${url}/rotate`, { method: "POST", headers: panel.headers });
  if (started.status !== 202) throw new Error(`rotating failed: ${started.status} ${await started.text()}`);
  for (;;) {
    const { rotation } = (await (await fetch(url, { headers: panel.headers })).json()) as Status;
    if (rotation?.state === "finished")
      return { seconds: (performance.now() - startedAt) / 1_000, toKey: rotation.toKey };
    if (performance.now() - startedAt > 300_000) throw new Error("the rotation did not finish in five minutes");
    await pause(500);
  }
}

/** Readers and writers; a row has one writer, so that what it must hold is known. */
class Load {
  done = 0;
  failed = 0;
  #stopped = false;
  readonly #written: string[] = Array.from({ length: fields }, (_, n) => `first ${n}`);

  async fill(): Promise<void> {
    for (let from = 0; from < fields; from += 2_000) {
      const numbers = Array.from({ length: 2_000 }, (_, n) => from + n);
      await database().pool.query(
        `INSERT INTO delivery (id, recipient, template, state, data_sealed)
         SELECT id, 'bench', 'bench', 'held', sealed FROM unnest($1::text[], $2::text[]) AS x(id, sealed)`,
        [numbers.map(idOf), numbers.map((n) => fieldCipher().encrypt(this.#written[n] ?? "", column, idOf(n)))],
      );
    }
  }

  stop(): void {
    this.#stopped = true;
  }

  async run(): Promise<void> {
    const each = Array.from({ length: loops }, (_, loop) => [
      this.#loop(() => this.#read(loop)),
      this.#loop(() => this.#write(loop)),
    ]);
    await Promise.all(each.flat());
  }

  async #loop(work: () => Promise<void>): Promise<void> {
    while (!this.#stopped) {
      await work().catch(() => {
        this.failed++;
      });
      this.done++;
    }
  }

  /** A row of this loop's own: n modulo `loops` is its number. */
  #pick(loop: number): number {
    return Math.floor(Math.random() * (fields / loops)) * loops + loop;
  }

  async #read(loop: number): Promise<void> {
    const n = this.#pick(loop);
    const { rows } = await database().pool.query<{ sealed: string }>(
      "SELECT data_sealed AS sealed FROM delivery WHERE id = $1",
      [idOf(n)],
    );
    // Its writer may be at it, so only that it opens and is this row's is certain here.
    const text = fieldCipher().decrypt(rows[0]?.sealed ?? "", column, idOf(n));
    if (text !== `first ${n}` && !text.startsWith(`${n} `)) throw new Error("another row's value");
  }

  async #write(loop: number): Promise<void> {
    const n = this.#pick(loop);
    const text = `${n} ${this.done}`;
    const sealed = fieldCipher().encrypt(text, column, idOf(n));
    const { rowCount } = await database().pool.query("UPDATE delivery SET data_sealed = $2 WHERE id = $1", [
      idOf(n),
      sealed,
    ]);
    if (rowCount !== 1) throw new Error("the row does not exist");
    this.#written[n] = text;
  }

  /** A write that a rotation undid shows here. */
  async checkAll(): Promise<void> {
    const { rows } = await database().pool.query<{ id: string; sealed: string }>(
      "SELECT id, data_sealed AS sealed FROM delivery WHERE id LIKE 'mai_bench%' ORDER BY id",
    );
    rows.forEach(({ id, sealed }, n) => {
      if (fieldCipher().decrypt(sealed, column, id) !== this.#written[n]) this.failed++;
    });
    if (rows.length !== fields) throw new Error(`${rows.length} rows`);
  }
}
