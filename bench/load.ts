import { readFileSync } from "node:fs";
import PusherServer from "pusher";
import { sessionCookieName } from "@/lib/auth/sessions/cookies";
import { createSession } from "@/lib/auth/sessions/sessions";
import { userChannel } from "@/lib/realtime/contract";
import { openLivePage } from "./live-page";
import { type BenchPanel, benchPanel } from "./panel";
import { absolute, median, pause, percentile, type Row, relative } from "./row";

/**
 * `npm run load`: many people online at once, each with an account, a server, a live connection and a page that is opened
 * from time to time; against one person alone on the same panel. `LOAD_PEOPLE` (1,000), `LOAD_SECONDS` (60) and
 * `LOAD_PAUSE_SECONDS` (60: the mean time between two pages of a person) change it.
 */
const people = wholeNumber("LOAD_PEOPLE", 1_000);
const seconds = wholeNumber("LOAD_SECONDS", 60);
const pauseSeconds = wholeNumber("LOAD_PAUSE_SECONDS", 60);
const aloneRounds = 20;
const joiningAtOnce = 20;
const messageEveryMs = 200;
const origin = { ip: "127.0.0.1", userAgent: "load", requestId: null };

type Person = { userId: string; cookie: string; serverId: string };
type Figures = { pages: Record<string, number[]>; failed: string[] };

export async function bench(): Promise<Row[]> {
  const panel = await benchPanel();
  const persons = await makePeople(panel);
  const first = persons[0];
  if (!first) throw new Error("LOAD_PEOPLE has to be at least 1");
  const alone: Figures = { pages: {}, failed: [] };
  for (let round = 0; round < aloneRounds; round++) await lookAround(panel, first, alone);
  const memoryAlone = memoryOf(panel);
  const joinedAt = performance.now();
  const lives = await join(panel, persons);
  const joinMs = performance.now() - joinedAt;
  const crowd: Figures = { pages: {}, failed: [] };
  const endsAt = performance.now() + seconds * 1000;
  const [messages] = await Promise.all([
    sendMessages(panel, persons, lives, endsAt),
    ...persons.map((person) => use(panel, person, crowd, endsAt)),
  ]);
  const lost = lives.filter(({ isConnected }) => !isConnected()).length;
  const memory = memoryOf(panel);
  for (const { end } of lives) end();
  await forgetPeople(panel);
  const pages = Object.values(crowd.pages).flat().length;
  for (const reason of new Set(crowd.failed)) process.stderr.write(`failed: ${reason}\n`);
  return [
    absolute("load.people", lives.length, "", { atLeast: people }),
    absolute("load.joined_per_second", (people * 1000) / joinMs, "1/s", { atLeast: 1 }),
    absolute("load.pages_per_second", pages / seconds, "1/s", { atLeast: (0.6 * people) / pauseSeconds }),
    absolute("load.failed_requests", crowd.failed.length, "", { atMost: 0 }),
    absolute("load.lost_connections", lost, "", { atMost: 0 }),
    absolute("load.lost_messages", messages.lost, "", { atMost: 0 }),
    absolute("load.message_until_browser.p95", percentile(messages.latencies, 0.95), "ms", { atMost: 1_000 }),
    ...Object.entries(crowd.pages).map(([name, times]) =>
      relative(`load.${name}.p95`, percentile(times, 0.95), "ms", median(alone.pages[name] ?? []), { atMost: 10 }),
    ),
    ...Object.entries(memory).map(([name, value]) =>
      relative(`load.memory_${name}`, value, "MB", memoryAlone[name] ?? Number.NaN, { atMost: 4 }),
    ),
  ];
}

function wholeNumber(name: string, fallback: number): number {
  const value = Number(process.env[name] ?? fallback);
  if (Number.isInteger(value) && value > 0) return value;
  throw new Error(`${name} has to be a whole number above 0, not ${process.env[name]}`);
}

/** The dashboard, the list that it refreshes with, and the page of the server. */
async function lookAround(panel: BenchPanel, person: Person, figures: Figures): Promise<void> {
  await open(panel, person, { name: "dashboard", path: "/" }, figures);
  await open(panel, person, { name: "list", path: "/api/servers" }, figures);
  await open(panel, person, { name: "server", path: `/servers/${person.serverId}` }, figures);
}

async function open(
  panel: BenchPanel,
  { cookie }: Person,
  page: { name: string; path: string },
  { pages, failed }: Figures,
): Promise<void> {
  const startedAt = performance.now();
  try {
    const answer = await fetch(panel.url + page.path, { headers: { cookie }, redirect: "manual" });
    await answer.text();
    if (answer.status !== 200) return void failed.push(`${page.name} answered ${answer.status}`);
  } catch (error) {
    return void failed.push(`${page.name}: ${error instanceof Error ? error.message : error}`);
  }
  const times = pages[page.name] ?? [];
  times.push(performance.now() - startedAt);
  pages[page.name] = times;
}

/** Opens one page after the other, with pauses of half to one and a half times the mean, until the time is over. */
async function use(panel: BenchPanel, person: Person, figures: Figures, endsAt: number): Promise<void> {
  const pages = [
    { name: "dashboard", path: "/" },
    { name: "list", path: "/api/servers" },
    { name: "server", path: `/servers/${person.serverId}` },
  ];
  // The first one comes at any time of a pause, so that they do not all come at once.
  let waitMs = Math.random() * pauseSeconds * 1000;
  for (let turn = Math.floor(Math.random() * pages.length); performance.now() + waitMs < endsAt; turn++) {
    await pause(waitMs);
    const page = pages[turn % pages.length];
    if (page) await open(panel, person, page, figures);
    waitMs = (0.5 + Math.random()) * pauseSeconds * 1000;
  }
}

type LivePage = Awaited<ReturnType<typeof openLivePage>>;

async function join(panel: BenchPanel, persons: readonly Person[]): Promise<LivePage[]> {
  const lives: LivePage[] = [];
  for (let start = 0; start < persons.length; start += joiningAtOnce) {
    const group = persons.slice(start, start + joiningAtOnce);
    lives.push(...(await Promise.all(group.map(({ userId, cookie }) => openLivePage(panel, { userId, cookie })))));
  }
  return lives;
}

/** Sends an event to one person after the other, as the panel's processes do, and waits for it on the open page. */
async function sendMessages(
  panel: BenchPanel,
  persons: readonly Person[],
  lives: readonly LivePage[],
  endsAt: number,
): Promise<{ latencies: number[]; lost: number }> {
  const {
    NEXT_PUBLIC_PUSHER_KEY: key,
    PUSHER_APP_ID: appId,
    PUSHER_SECRET: secret,
    REALTIME_PORT,
  } = panel.environment();
  const pusher = new PusherServer({
    appId: appId ?? "",
    key: key ?? "",
    secret: secret ?? "",
    host: "127.0.0.1",
    port: REALTIME_PORT ?? "",
  });
  const latencies: number[] = [];
  let lost = 0;
  for (let turn = 0; performance.now() < endsAt; turn++) {
    const index = Math.floor(Math.random() * persons.length);
    const [person, live] = [persons[index], lives[index]];
    if (!person || !live) continue;
    const startedAt = performance.now();
    const arrived = live.next("load.message");
    await pusher.trigger(userChannel(person.userId), "load.message", { turn });
    const isHere = await Promise.race([arrived.then(() => true), pause(5_000).then(() => false)]);
    if (isHere) latencies.push(performance.now() - startedAt);
    else lost++;
    await pause(messageEveryMs);
  }
  return { latencies, lost };
}

/** Accounts, sessions and servers are rows: to sign in and to create them for so many is what other benchmarks measure. */
async function makePeople({ pool }: BenchPanel): Promise<Person[]> {
  await pool.query(
    `INSERT INTO app_user (id, email, name, role, password_hash, email_verified_at)
     SELECT 'usr_' || lpad(i::text, 26, '0'), 'load' || i || '@example.net', 'Load ' || i, 'USER', '!', now()
     FROM generate_series(1, $1::int) i`,
    [people],
  );
  await pool.query(
    `WITH w AS (
       INSERT INTO workload (id, kind, owner_id, name, region_id, memory_mb, disk_mb, cpu_milli, status, public_address,
                             main_port, holds_capacity)
       SELECT 'srv_' || lpad(i::text, 26, '0'), 'game-server', 'usr_' || lpad(i::text, 26, '0'), 'Load ' || i, r.id,
              512, 1024, 1000, 'offline', '127.0.0.1', 25565 + i, false
       FROM generate_series(1, $1::int) i, (SELECT id FROM region LIMIT 1) r RETURNING id)
     INSERT INTO server (id, template_id, rcon_port) SELECT w.id, t.id, 25575 FROM w, (SELECT id FROM template LIMIT 1) t`,
    [people],
  );
  const persons: Person[] = [];
  for (let number = 1; number <= people; number++) {
    const suffix = String(number).padStart(26, "0");
    const userId = `usr_${suffix}`;
    const { token } = await createSession({ userId, scopeResourceId: null, origin });
    persons.push({ userId, cookie: `${sessionCookieName()}=${token}`, serverId: `srv_${suffix}` });
  }
  return persons;
}

async function forgetPeople({ pool }: BenchPanel): Promise<void> {
  await pool.query("DELETE FROM workload WHERE owner_id LIKE 'usr_00000%'");
  await pool.query("DELETE FROM app_user WHERE id LIKE 'usr_00000%'");
}

/** Resident memory of the panel's processes, in MB. */
function memoryOf(panel: BenchPanel): Record<string, number> {
  return Object.fromEntries(
    Object.entries(panel.pids()).map(([name, pid]) => {
      const kilobytes = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
      return [name, Number(kilobytes) / 1024];
    }),
  );
}
