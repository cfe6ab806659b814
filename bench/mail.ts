import { ImapFlow } from "imapflow";
import { newId } from "@/lib/core/ids";
import { askRecipient } from "@/lib/hosted-services/mail/server/ask-recipient";
import { sealConnection } from "@/lib/hosted-services/providers/sealed-connection";
import { OwnMailServer } from "@/lib/testing/processes/mail-server";
import { type BenchPanel, benchPanel, withOnlyWeb } from "./panel";
import { absolute, median, pause, type Row, relative, timeCalls } from "./row";

const domain = "bench.example.org";
const password = "a password of the bench";
const creates = 15;
const giveUpMs = 20_000;

/** From the request for a mailbox to its use, and the list of mailboxes as there are more of them. */
export async function bench(): Promise<Row[]> {
  const panel = await benchPanel();
  const server = new OwnMailServer();
  try {
    await server.start();
    await insertProvider(panel, server);
    const { id } = await post(panel, "mail-domains", { name: domain });
    await untilUsable(() => isActive(panel, id));
    const rows = [...(await timeCreates(panel, server)), ...(await timeLists(panel, id))];
    await forgetMail(panel);
    return rows;
  } finally {
    await server.dispose();
  }
}

async function timeCreates(panel: BenchPanel, server: OwnMailServer): Promise<Row[]> {
  const ours: number[] = [];
  const bare: number[] = [];
  for (let round = 0; round < creates; round++) {
    for (const [samples, create] of [
      [ours, (local: string) => post(panel, "mailboxes", { address: `${local}@${domain}`, password })],
      [bare, (local: string) => insertRow(server, local)],
    ] as const) {
      const local = `${samples === ours ? "ours" : "bare"}${round}`;
      const startedAt = performance.now();
      await create(local);
      await untilUsable(() => isUsable(server, `${local}@${domain}`));
      samples.push(performance.now() - startedAt);
    }
  }
  const beyond = median(ours) - median(bare);
  return [
    absolute("mail.create_to_usable", median(ours), "ms", { atMost: 3_000 }),
    absolute("mail.create_to_usable.bare", median(bare), "ms", { atMost: 3_000 }),
    absolute("mail.create_to_usable.beyond_bare", beyond, "ms", { atMost: 500 }),
  ];
}

/** The row that a mailbox is on the server, with a hash that the first mailbox of the panel has. */
async function insertRow(server: OwnMailServer, local: string): Promise<void> {
  await server.query(`INSERT INTO mail_user (email, service_id, domain, password, quota_bytes, storage_id)
    SELECT '${local}@${domain}', '${local}', domain, password, quota_bytes, gen_random_uuid()
    FROM mail_user WHERE email = 'ours0@${domain}'`);
}

/** Mail is taken, and its user signs in. */
async function isUsable(server: OwnMailServer, user: string): Promise<boolean> {
  const answer = await askRecipient("127.0.0.1", server.port("smtp"), user, AbortSignal.timeout(5_000));
  if (!answer.startsWith("250")) return false;
  const auth = { user, pass: password };
  const tls = { rejectUnauthorized: false };
  const client = new ImapFlow({
    host: "127.0.0.1",
    port: server.port("imaps"),
    secure: true,
    auth,
    tls,
    logger: false,
  });
  client.on("error", () => {});
  await client.connect();
  await client.mailboxOpen("INBOX");
  client.close();
  return true;
}

async function untilUsable(work: () => Promise<boolean>): Promise<void> {
  const giveUpAt = Date.now() + giveUpMs;
  while (!(await work().catch(() => false))) {
    if (Date.now() > giveUpAt) throw new Error("it does not become usable");
    await pause(20);
  }
}

async function isActive(panel: BenchPanel, id: string): Promise<boolean> {
  const { rows } = await panel.pool.query<{ status: string }>("SELECT status FROM hosted_resource WHERE id = $1", [id]);
  return rows[0]?.status === "active";
}

async function timeLists(panel: BenchPanel, domainId: string): Promise<Row[]> {
  const list = async () => {
    const answer = await fetch(`${panel.url}/api/provisioning/mailboxes?limit=50`, { headers: panel.headers });
    const { items } = (await answer.json()) as { items: unknown[] };
    if (items.length !== 50) throw new Error(`the list has ${items.length} mailboxes`);
  };
  const sampled = async () => (await timeCalls(1, 120, list)).latencies.slice(20);
  return withOnlyWeb(panel, async () => {
    await insertMailboxes(panel, domainId, 1, 100);
    const few = await sampled();
    await insertMailboxes(panel, domainId, 101, 10_000);
    await panel.pool.query("ANALYZE");
    const many = await sampled();
    return [relative("mail.list_of_10000", median(many), "ms", median(few), { atMost: 1.2 })];
  });
}

async function insertMailboxes(panel: BenchPanel, domainId: string, from: number, to: number): Promise<void> {
  await panel.pool.query(
    `WITH r AS (
       INSERT INTO hosted_resource (id, kind, owner_id, provider_id, name, object_name, status)
       SELECT 'mbx_bench' || lpad(i::text, 21, '0'), 'mailbox', d.owner_id, d.provider_id, i || '@list.example',
              i || '@list.example', 'active'
       FROM generate_series($2::int, $3::int) i, hosted_resource d WHERE d.id = $1 RETURNING id)
     INSERT INTO mailbox (id, domain_id, password_hash, quota_mb, forward_to, storage_id)
     SELECT id, $1, 'none', 100, '{}', gen_random_uuid() FROM r`,
    [domainId, from, to],
  );
}

async function post(panel: BenchPanel, path: string, body: object): Promise<{ id: string }> {
  const init = { method: "POST", headers: panel.headers, body: JSON.stringify(body) };
  const answer = await fetch(`${panel.url}/api/provisioning/${path}`, init);
  if (answer.status !== 201) throw new Error(`${path} answered ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as { id: string };
}

async function insertProvider(panel: BenchPanel, server: OwnMailServer): Promise<void> {
  const id = newId("provider");
  const { publicHost: host } = server.connection();
  const endpoints = ["smtp", "submission", "imaps"].map((name) => ({ name, protocol: name, host, port: 1 }));
  await panel.pool.query(
    "INSERT INTO hosted_provider (id, kind, name, connection_sealed, endpoints) VALUES ($1, 'mail', $1, $2, $3)",
    [id, sealConnection(id, server.connection()), JSON.stringify(endpoints)],
  );
}

async function forgetMail({ pool }: BenchPanel): Promise<void> {
  for (const table of ["mailbox", "mail_domain", "hosted_resource", "hosted_provider", "provisioning_run"])
    await pool.query(`DELETE FROM ${table}`);
}
