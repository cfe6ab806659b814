// Entry of the image for managed mail servers: PostgreSQL with the tables of customers, Dovecot, OpenDKIM and Postfix,
// each started again when it ends. Root here has only the capabilities that Postfix and Dovecot need to change users.
import { createHash } from "node:crypto";
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { rootCertificates } from "node:tls";
import { dkimFiles, dovecotFiles, paths, postfixFiles } from "./configuration.mjs";
import { listening } from "./listening.mjs";
import { Programs, run } from "./programs.mjs";
import { literal, migrate, sql, storeProgram, Writer } from "./store.mjs";
import { DeliveryLog, follow, forgetDeliveries, readSignIn } from "./watch-log.mjs";

const { env } = process;
const settings = {
  hostname: env.MAIL_HOSTNAME || "mail.invalid",
  doveadmKey: env.DOVEADM_KEY ?? "",
  outbound: env.MAIL_OUTBOUND !== "off",
  relayHost: env.RELAY_HOST ?? "",
  relayUser: env.RELAY_USER ?? "",
  relayPassword: env.RELAY_PASSWORD ?? "",
};
const account = { game: 1000, vmail: 5000, postfix: 120 };
const trashDays = 7;
const minuteMs = 60_000;

function folder(name, owner, mode = 0o755) {
  mkdirSync(name, { recursive: true });
  chownSync(name, owner, owner);
  chmodSync(name, mode);
}

function writeConfiguration() {
  folder("/data", account.game);
  folder(paths.vmail, account.vmail, 0o700);
  folder(paths.trash, 0, 0o700);
  folder(paths.spool, 0);
  folder(paths.postfixData, account.postfix, 0o700);
  folder(paths.tls, 0, 0o700);
  for (const name of [paths.postfix, paths.dovecot, `${paths.dovecot}/run`, `${paths.dovecot}/state`]) folder(name, 0);
  for (const name of ["postfix-files", "postfix-files.d"]) {
    cpSync(`/etc/postfix/${name}`, `${paths.postfix}/${name}`, { recursive: true });
  }
  const files = { ...dovecotFiles(settings), ...postfixFiles(settings), ...dkimFiles() };
  for (const [name, text] of Object.entries(files)) writeFileSync(name, text, { mode: 0o644 });
  chmodSync(`${paths.dovecot}/dovecot.conf`, 0o600);
  chmodSync(`${paths.postfix}/relay`, 0o600);
  writeFileSync(paths.log, "");
  writeFileSync("/tmp/authorities.pem", rootCertificates.join("\n"));
}

/** The administrator's certificate, or one that is made here once for this name. */
function writeCertificate() {
  const files = { certificate: `${paths.tls}/certificate.pem`, key: `${paths.tls}/key.pem` };
  if (env.TLS_CERTIFICATE && env.TLS_KEY) {
    writeFileSync(files.certificate, env.TLS_CERTIFICATE);
    writeFileSync(files.key, env.TLS_KEY, { mode: 0o600 });
    writeFileSync(`${paths.tls}/own`, "");
    return;
  }
  const stamp = createHash("sha256").update(settings.hostname).digest("hex");
  const known = `${paths.tls}/own`;
  if (existsSync(files.key) && existsSync(known) && readFileSync(known, "utf8") === stamp) return;
  const subject = ["-subj", `/CN=${settings.hostname}`, "-addext", `subjectAltName=DNS:${settings.hostname}`];
  const output = ["-keyout", files.key, "-out", files.certificate];
  run("/usr/bin/openssl", ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "825", ...subject, ...output]);
  chmodSync(files.key, 0o600);
  writeFileSync(known, stamp);
}

/** Directories of deleted mailboxes are moved away at once and removed after a week. */
function emptyTrash() {
  for (const id of sql("SELECT storage_id FROM mail_trash").split("\n").filter(Boolean)) {
    if (existsSync(`${paths.vmail}/${id}`)) renameSync(`${paths.vmail}/${id}`, `${paths.trash}/${id}`);
  }
  const old = sql(`SELECT storage_id FROM mail_trash WHERE deleted_at < now() - interval '${trashDays} days'`);
  for (const id of old.split("\n").filter(Boolean)) {
    rmSync(path.join(paths.trash, id), { recursive: true, force: true });
    sql(`DELETE FROM mail_trash WHERE storage_id = ${literal(id)}`);
  }
}

const order = [
  ["postfix", "SIGTERM"],
  ["opendkim", "SIGTERM"],
  ["dovecot", "SIGTERM"],
  ["postgresql", "SIGINT"],
];
const programs = new Programs(async (name) => {
  console.log(`${name} ends again and again; the server stops`);
  await programs.stop(order);
  process.exit(1);
});
const writer = new Writer();
const write = (statement) => writer.write(statement);
let isRunning = false;

function startAll() {
  migrate(readFileSync(new URL("schema.sql", import.meta.url), "utf8"), env.PANEL_ROLE_VERIFIER ?? "");
  programs.start({
    name: "dovecot",
    program: "/usr/sbin/dovecot",
    args: ["-F", "-c", `${paths.dovecot}/dovecot.conf`],
    onLine: (line) => readSignIn(line, write),
  });
  programs.start({ name: "opendkim", program: "/usr/sbin/opendkim", args: ["-f", "-x", "/tmp/opendkim.conf"] });
  programs.start({
    name: "postfix",
    program: "/usr/lib/postfix/sbin/master",
    args: ["-c", paths.postfix, "-s"],
    options: { env: { ...process.env, MAIL_CONFIG: paths.postfix } },
    before: () => run("/usr/sbin/postfix", ["-c", paths.postfix, "check"]),
  });
  const deliveries = new DeliveryLog(write);
  follow(paths.log, (line) => {
    console.log(line);
    deliveries.line(line);
  });
  const timer = setInterval(() => {
    try {
      emptyTrash();
      write(forgetDeliveries);
    } catch (error) {
      console.log(`the trash was not emptied: ${error.message}`);
    }
  }, minuteMs);
  timer.unref();
}

/** OpenDKIM keeps a connection that the database has ended. */
function onDatabase() {
  if (isRunning) return programs.restart("opendkim");
  isRunning = true;
  startAll();
  void announce();
}

async function announce() {
  while (!(await listening())) await new Promise((resolve) => setTimeout(resolve, 100));
  console.log("mail server is ready");
}

writeConfiguration();
writeCertificate();
programs.start(storeProgram(Number(env.MEMORY_MB ?? "1024"), onDatabase));
for (const signal of ["SIGTERM", "SIGINT"]) {
  process.on(signal, async () => {
    writer.end();
    await programs.stop(order);
    process.exit(0);
  });
}
