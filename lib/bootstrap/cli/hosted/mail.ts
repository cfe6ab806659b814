import { type Actor, systemActor } from "@/lib/access/actor";
import { deleteMailAlias } from "@/lib/hosted-services/mail/aliases/change-alias";
import { createMailAlias } from "@/lib/hosted-services/mail/aliases/create-alias";
import { listMailAliases } from "@/lib/hosted-services/mail/aliases/queries";
import { createMailAliasBody, createMailboxBody, createMailDomainBody } from "@/lib/hosted-services/mail/contract";
import { deleteMailDomain, rotateDkimKey } from "@/lib/hosted-services/mail/domains/change-domain";
import { createMailDomain } from "@/lib/hosted-services/mail/domains/create-domain";
import { getMailDomain, listMailDomains, type MailListQuery } from "@/lib/hosted-services/mail/domains/queries";
import { deleteMailbox, setMailboxPassword } from "@/lib/hosted-services/mail/mailboxes/change-mailbox";
import { createMailbox } from "@/lib/hosted-services/mail/mailboxes/create-mailbox";
import { listMailboxes } from "@/lib/hosted-services/mail/mailboxes/queries";
import { type Command, table } from "../../command-line";
import { requireUser } from "../users";
import { requireProvider } from "./providers";

type Read<T> = (actor: Actor, query: MailListQuery) => Promise<{ items: T[]; nextCursor: string | null }>;

async function every<T>(read: Read<T>): Promise<T[]> {
  const items: T[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await read(systemActor, { limit: 100, cursor, all: true });
    items.push(...page.items);
    if (!page.nextCursor) return items;
    cursor = page.nextCursor;
  }
}

async function actorOf(email: string | undefined): Promise<Actor> {
  return { ...systemActor, userId: (await requireUser(email ?? "")).id };
}

const owner = { type: "string", value: "EMAIL", summary: "the owner, whose quota counts", required: true } as const;
const address = { type: "string", value: "ADDRESS", summary: "the whole address", required: true } as const;

const domains: readonly Command[] = [
  {
    name: "mail domains",
    summary: "All mail domains, the newest first.",
    async run() {
      const items = await every(listMailDomains);
      const rows = items.map((item) => [
        item.id,
        item.name,
        item.status,
        String(item.mailboxes),
        String(item.aliases),
        item.owner.name,
      ]);
      return { json: { items }, text: table(["ID", "DOMAIN", "STATE", "MAILBOXES", "ALIASES", "OWNER"], rows) };
    },
  },
  {
    name: "mail records",
    summary: "The DNS records that a mail domain needs, and what DNS says about them.",
    positionals: ["ID"],
    async run(input) {
      const { records } = await getMailDomain(systemActor, input.positional(0));
      const rows = records.map(({ state, name, type, value }) => [state, name, type, value]);
      return { json: { records }, text: table(["STATE", "NAME", "TYPE", "VALUE"], rows) };
    },
  },
  {
    name: "mail create-domain",
    summary: "Create a mail domain for a user.",
    options: {
      owner,
      name: { type: "string", value: "DOMAIN", summary: "the domain", required: true },
      provider: { type: "string", value: "NAME", summary: "where; the one with the fewest objects by default" },
    },
    async run(input) {
      const named = input.text("provider");
      const provider = named === undefined ? {} : { provider: (await requireProvider(named)).id };
      const body = createMailDomainBody.parse({ name: input.text("name"), ...provider });
      const domain = await createMailDomain(await actorOf(input.text("owner")), body);
      return { json: domain, text: `${domain.name} (${domain.id}) is ${domain.status}.` };
    },
  },
  {
    name: "mail rotate-dkim",
    summary: "Sign mail of a domain with a new key.",
    positionals: ["ID"],
    async run(input) {
      const domain = await rotateDkimKey(systemActor, input.positional(0));
      return { json: domain, text: `${domain.name} signs with ${domain.dkim.selector}.` };
    },
  },
  {
    name: "mail delete-domain",
    summary: "Delete a mail domain without mailboxes and aliases.",
    positionals: ["ID"],
    async run(input) {
      const { status } = await deleteMailDomain(systemActor, input.positional(0));
      return { json: { id: input.positional(0), status }, text: `It is ${status}.` };
    },
  },
];

const mailboxes: readonly Command[] = [
  {
    name: "mail list",
    summary: "All mailboxes, the newest first.",
    async run() {
      const items = await every(listMailboxes);
      const used = (bytes: number | null) => (bytes === null ? "?" : Math.round(bytes / 1024 / 1024));
      const rows = items.map((item) => [
        item.id,
        item.address,
        item.status,
        `${used(item.usedBytes)}/${item.quotaMb} MiB`,
        item.lastLoginAt ?? "never",
        item.owner.name,
      ]);
      return { json: { items }, text: table(["ID", "ADDRESS", "STATE", "USED", "LAST SIGN-IN", "OWNER"], rows) };
    },
  },
  {
    name: "mail create",
    summary: "Create a mailbox for a user and print its password.",
    options: { owner, address, quota: { type: "string", value: "MIB", summary: "its size; 1024 by default" } },
    async run(input) {
      const body = createMailboxBody.parse({ address: input.text("address"), quotaMb: input.number("quota") });
      const mailbox = await createMailbox(await actorOf(input.text("owner")), body);
      const text = `${mailbox.address} (${mailbox.id}) is ${mailbox.status}.\npassword  ${mailbox.password}`;
      return { json: mailbox, text };
    },
  },
  {
    name: "mail password",
    summary: "Give a mailbox a new password and print it.",
    positionals: ["ID"],
    async run(input) {
      const result = await setMailboxPassword(systemActor, input.positional(0));
      return { json: result, text: `${result.address}  ${result.password}` };
    },
  },
  {
    name: "mail delete",
    summary: "Delete a mailbox with its mail.",
    positionals: ["ID"],
    async run(input) {
      const { status } = await deleteMailbox(systemActor, input.positional(0));
      return { json: { id: input.positional(0), status }, text: `It is ${status}.` };
    },
  },
];

const aliases: readonly Command[] = [
  {
    name: "mail aliases",
    summary: "All aliases, the newest first.",
    async run() {
      const items = await every(listMailAliases);
      const rows = items.map((item) => [item.id, item.address, item.status, item.destinations.join(", ")]);
      return { json: { items }, text: table(["ID", "ADDRESS", "STATE", "GOES TO"], rows) };
    },
  },
  {
    name: "mail create-alias",
    summary: "Create an alias for a user.",
    options: {
      owner,
      address,
      to: { type: "string", value: "ADDRESS", summary: "where mail goes; may be repeated", multiple: true },
    },
    async run(input) {
      const body = createMailAliasBody.parse({ address: input.text("address"), destinations: input.list("to") });
      const alias = await createMailAlias(await actorOf(input.text("owner")), body);
      return { json: alias, text: `${alias.address} (${alias.id}) is ${alias.status}.` };
    },
  },
  {
    name: "mail delete-alias",
    summary: "Delete an alias.",
    positionals: ["ID"],
    async run(input) {
      const { status } = await deleteMailAlias(systemActor, input.positional(0));
      return { json: { id: input.positional(0), status }, text: `It is ${status}.` };
    },
  },
];

export const commands: readonly Command[] = [...domains, ...mailboxes, ...aliases];
