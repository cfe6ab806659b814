import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import https from "node:https";
import { connect } from "node:net";
import path from "node:path";
import WebSocket from "ws";

/** The examples of docs/deploy, with ports and a certificate of a test. Only tests import this module. */
export const panelName = "panel.example.net";

export type Proxy = { name: string; port: number; stop(): Promise<void> };
type Ports = { http: number; https: number; panel: number; realtime: number };

export function selfSigned(folder: string): { cert: string; key: string } {
  const files = { cert: path.join(folder, "cert.pem"), key: path.join(folder, "key.pem") };
  const subject = ["-subj", `/CN=${panelName}`, "-addext", `subjectAltName=DNS:${panelName}`];
  const kind = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"];
  execFileSync("openssl", ["req", ...kind, ...subject, "-keyout", files.key, "-out", files.cert], { stdio: "ignore" });
  return files;
}

const forPanel = (text: string, ports: Ports) =>
  text
    .replaceAll("127.0.0.1:3000", `127.0.0.1:${ports.panel}`)
    .replaceAll("127.0.0.1:6001", `127.0.0.1:${ports.realtime}`);

export async function startNginx(folder: string, ports: Ports): Promise<Proxy> {
  mkdirSync(folder, { recursive: true });
  const { cert, key } = selfSigned(folder);
  const site = forPanel(readFileSync("docs/deploy/nginx.conf", "utf8"), ports)
    .replace("listen 80;", `listen 127.0.0.1:${ports.http};`)
    .replace("listen 443 ssl", `listen 127.0.0.1:${ports.https} ssl`)
    .replace(/ssl_certificate \S+;/, `ssl_certificate ${cert};`)
    .replace(/ssl_certificate_key \S+;/, `ssl_certificate_key ${key};`);
  const file = path.join(folder, "nginx.conf");
  const places = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  );
  const main = `daemon off; pid ${folder}/pid; error_log stderr warn; events {} http { access_log off; ${places.join(" ")}`;
  writeFileSync(file, `${main}\n${site}\n}\n`);
  return started("nginx", spawn("/usr/sbin/nginx", ["-p", folder, "-c", file], { stdio: "ignore" }), ports.https);
}

export async function startCaddy(folder: string, ports: Ports): Promise<Proxy> {
  mkdirSync(folder, { recursive: true });
  const { cert, key } = selfSigned(folder);
  const site = forPanel(readFileSync("docs/deploy/Caddyfile", "utf8"), ports).replace(
    `\n${panelName} {`,
    `\n${panelName}:${ports.https} {\n\ttls ${cert} ${key}`,
  );
  const file = path.join(folder, "Caddyfile");
  writeFileSync(file, `{\n\tadmin off\n\tauto_https disable_redirects\n}\n${site}`);
  const env = { ...process.env, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder };
  const child = spawn("/usr/bin/caddy", ["run", "--config", file], { env, stdio: "ignore" });
  return started("Caddy", child, ports.https);
}

async function started(name: string, child: ChildProcess, port: number): Promise<Proxy> {
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  for (let waited = 0; !(await accepts(port)); waited += 50) {
    if (child.exitCode !== null || waited > 10_000) throw new Error(`${name} does not start`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    name,
    port,
    async stop() {
      child.kill("SIGTERM");
      await ended;
    },
  };
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => socket.end(() => resolve(true)));
    socket.once("error", () => resolve(false));
  });
}

export type Answer = { status: number; headers: Record<string, string | string[] | undefined>; body: string };

/** A request to the panel's name, as a browser sends it, to a port on loopback. */
export function ask(port: number, url: string, headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const options = { host: "127.0.0.1", port, path: url, servername: panelName, rejectUnauthorized: false };
    https
      .get({ ...options, headers: { host: panelName, ...headers } }, (response) => {
        let body = "";
        response.setEncoding("utf8").on("data", (chunk) => (body += chunk));
        response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
      })
      .on("error", reject);
  });
}

/** The first event of a connection for live updates. */
export function firstEvent(port: number, key: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`wss://127.0.0.1:${port}/app/${key}?protocol=7&client=js&version=8.4.0`, {
      agent: new https.Agent({ servername: panelName, rejectUnauthorized: false }),
      headers: { host: panelName, origin: `https://${panelName}` },
    });
    socket.once("message", (data) => {
      resolve(JSON.parse(data.toString()).event);
      socket.close();
    });
    socket.once("error", reject);
  });
}
