import { readdirSync } from "node:fs";
import path from "node:path";
import type { DockerAddress } from "@/lib/provisioning/docker/connection";
import {
  buildPackageImage,
  nodeProgram,
  type PackageImageOptions,
} from "@/lib/provisioning/local-images/build-package-image";

/** The image of mail servers that the panel runs: Debian's Postfix, Dovecot, OpenDKIM and PostgreSQL, and games/mail. */
export const mailImageTag = "lightnode/mail:1";

const folder = path.resolve(process.cwd(), "games/mail");
const packages = [
  "postfix",
  "postfix-pgsql",
  "dovecot-imapd",
  "dovecot-lmtpd",
  "dovecot-pgsql",
  "dovecot-sieve",
  "opendkim",
  "libopendbx1-pgsql",
  "postgresql",
  "openssl",
  "dash",
  "coreutils",
  "sed",
  "grep",
  "gawk",
  "findutils",
];
const accounts = [
  { name: "postfix", id: 120 },
  { name: "postdrop", id: 121 },
  { name: "dovecot", id: 122 },
  { name: "dovenull", id: 123 },
  { name: "opendkim", id: 124 },
  { name: "nobody", id: 65_534 },
  { name: "vmail", id: 5000 },
];

type Options = PackageImageOptions & { tag?: string };

export async function buildMailImage(address: DockerAddress, options: Options = {}): Promise<void> {
  const { tag = mailImageTag, ...rest } = options;
  const own = readdirSync(folder).map((name) => ({
    name: `opt/mail/${name}`,
    source: path.join(folder, name),
    mode: 0o644,
  }));
  const image = {
    tag,
    packages,
    accounts,
    files: [nodeProgram, ...own],
    configuration: [
      'ENTRYPOINT ["/usr/local/bin/node","--max-semi-space-size=1","/opt/mail/entry.mjs"]',
      "EXPOSE 25 465 587 993 5432 8080",
      "WORKDIR /data",
    ],
  };
  await buildPackageImage(address, image, rest);
}

/** What Postfix and Dovecot need to change to the users that they run as, and to listen on ports below 1024. */
export const mailCapabilities = [
  "CHOWN",
  "DAC_OVERRIDE",
  "FOWNER",
  "KILL",
  "NET_BIND_SERVICE",
  "SETGID",
  "SETUID",
] as const;
