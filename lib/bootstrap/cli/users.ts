import { systemActor } from "@/lib/access/actor";
import { roles } from "@/lib/access/permissions";
import { changeUser, createAccount, findUserByEmail, listUsers } from "@/lib/auth/accounts/accounts";
import { createTokenBody, registerBody, roleSchema, type UserView } from "@/lib/auth/contract";
import { resetFactorsNow } from "@/lib/auth/recovery/reset-factors";
import { createToken } from "@/lib/auth/tokens/tokens";
import { coreErrors } from "@/lib/core/errors";
import { listPersonQuotas, setPersonQuotas } from "@/lib/hosted-services/plans/quotas";
import { type Command, table, UsageError } from "../command-line";
import { readStdin } from "../read-stdin";

/** The account with this address; `not_found` otherwise. */
export async function requireUser(email: string): Promise<{ id: string }> {
  const user = await findUserByEmail(email);
  if (!user) throw coreErrors.not_found({ detail: `There is no user ${email}.` });
  return user;
}

/** `KIND=N`, or `KIND=` for the limit of the role. */
function parseQuota(text: string): { kind: string; max: number | null } {
  const [, kind, max] = /^([a-z-]{1,40})=(\d{0,6})$/.exec(text) ?? [];
  if (kind === undefined || max === undefined) throw new UsageError("--set: use KIND=N, such as database=10.");
  return { kind, max: max === "" ? null : Number(max) };
}

const maxPasswordLength = 4096;

async function everyUser(): Promise<UserView[]> {
  const items: UserView[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await listUsers(systemActor, { limit: 100, cursor });
    items.push(...page.items);
    if (!page.nextCursor) return items;
    cursor = page.nextCursor;
  }
}

function switchAccess(name: "disable" | "enable", summary: string): Command {
  return {
    name: `user ${name}`,
    summary,
    positionals: ["EMAIL"],
    async run(input) {
      const email = input.positional(0);
      const { id } = await requireUser(email);
      const disabled = name === "disable";
      await changeUser(systemActor, id, { disabled });
      return { json: { id, email, disabled }, text: `${email} is ${name}d.` };
    },
  };
}

export const commands: readonly Command[] = [
  {
    name: "user create",
    summary: "Create an account.",
    options: {
      email: { type: "string", value: "EMAIL", summary: "the address to sign in with", required: true },
      name: { type: "string", value: "NAME", summary: "the person's name", required: true },
      role: { type: "string", value: roles.join("|"), summary: "the role", required: true },
      "password-stdin": { type: "boolean", summary: "read the password from standard input", required: true },
    },
    async run(input) {
      const role = roleSchema.parse(input.text("role")?.toUpperCase(), {
        error: () => `Use one of ${roles.join(", ")}.`,
      });
      const account = registerBody.parse({
        email: input.text("email"),
        name: input.text("name"),
        password: await readStdin("password-stdin", maxPasswordLength),
      });
      const { id } = await createAccount(systemActor, { ...account, role });
      return {
        json: { id, email: account.email, name: account.name, role },
        text: `${account.email} is created (${id}, ${role}).`,
      };
    },
  },
  {
    name: "user list",
    summary: "All accounts, the newest first.",
    async run() {
      const items = await everyUser();
      const rows = items.map((user) => [
        user.email,
        user.name,
        user.role,
        user.servers,
        user.disabled ? "disabled" : "active",
        user.id,
      ]);
      return { json: { items }, text: table(["EMAIL", "NAME", "ROLE", "SERVERS", "STATE", "ID"], rows) };
    },
  },
  switchAccess("disable", "Disable an account; ends its sessions."),
  switchAccess("enable", "Enable an account again."),
  {
    name: "user reset-mfa",
    summary: "Remove a user's second factors at once; ends the sessions and notifies the user by mail.",
    positionals: ["EMAIL"],
    async run(input) {
      const email = input.positional(0);
      const { id } = await requireUser(email);
      const { removed } = await resetFactorsNow(systemActor, id, "reset on the command line");
      return { json: { id, email, removed }, text: `${email} has no second factor now (${removed} removed).` };
    },
  },
  {
    name: "user quota",
    summary: "Show how many hosted objects a user may have, or set it.",
    positionals: ["EMAIL"],
    options: {
      set: {
        type: "string",
        value: "KIND=N",
        summary: "a new limit, such as database=10; KIND= for what the role allows",
        multiple: true,
      },
    },
    async run(input) {
      const { id } = await requireUser(input.positional(0));
      const quotas = input.list("set").map(parseQuota);
      const { items } =
        quotas.length > 0
          ? await setPersonQuotas(systemActor, id, { quotas })
          : await listPersonQuotas(systemActor, id);
      const rows = items.map(({ kind, used, max, source }) => [kind, used, max ?? "no limit", source]);
      return { json: { items }, text: table(["KIND", "USED", "LIMIT", "SET FOR"], rows) };
    },
  },
  {
    name: "token create",
    summary: "Create an API token for a user; it is printed once.",
    rest: "scopes",
    options: {
      email: { type: "string", value: "EMAIL", summary: "the owner of the token", required: true },
      scopes: {
        type: "string",
        value: "SCOPE",
        summary: "permissions, such as server.read, server.* or *",
        required: true,
        multiple: true,
      },
      expires: {
        type: "string",
        value: "DAYS",
        summary: "days until it expires, such as 30d; without it, it never expires",
      },
      name: { type: "string", value: "NAME", summary: "what it is for" },
    },
    async run(input) {
      const expires = input.text("expires");
      const days = expires === undefined ? undefined : /^(\d{1,4})d?$/.exec(expires)?.[1];
      if (expires !== undefined && days === undefined)
        throw new UsageError("--expires: use a number of days, such as 30d.");
      const body = createTokenBody.parse({
        name: input.text("name") ?? "command line",
        scopes: input.list("scopes"),
        expiresInDays: days === undefined ? undefined : Number(days),
      });
      const { id } = await requireUser(input.text("email") ?? "");
      const token = await createToken(systemActor, id, body);
      return { json: token, text: token.token };
    },
  },
];
