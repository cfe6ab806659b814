import { keysOf } from "@/lib/core/records";
import { type Permission, permissions, type Reach, type Role, reachOf, scopeCovers, stepUpScope } from "./permissions";

/**
 * Why somebody may or may not do something, rule by rule, as text: for administrators who are asked "why was I
 * refused". Pure; uses the same table as the checks in the panel.
 */
export type ExplainInput = {
  permission: Permission;
  role: Role;
  /** Scopes of the token they used; null: they were signed in. */
  scopes: readonly string[] | null;
  disabled: boolean;
  mustEnrol: boolean;
  /** The thing they wanted to reach; null: the question is about the permission in general. */
  target: { exists: boolean; isOwn: boolean; sharedPermissions: readonly string[] | null } | null;
};

export type Explanation = { allowed: boolean; rules: { rule: string; passed: boolean; because: string }[] };

const reachWords: Record<Reach, string> = { all: "everything", own: "what is theirs", none: "nothing" };

export function explainAccess(input: ExplainInput): Explanation {
  const { permission, role } = input;
  const reach = permissions[permission][role];
  const rules: Explanation["rules"] = [
    {
      rule: "Account",
      passed: !input.disabled,
      because: input.disabled ? "The account is locked: every request answers 401." : "The account is active.",
    },
    {
      rule: "Second factor",
      passed: !input.mustEnrol,
      because: input.mustEnrol
        ? "Their role needs a second factor and they have none: only setting one up is open to them."
        : "Nothing is missing.",
    },
    {
      rule: "Role",
      passed: reach !== "none",
      because: `${role} reaches ${reachWords[reach]} with ${permission}.`,
    },
  ];
  if (input.scopes) {
    const covered = input.scopes.some((scope) => scope !== stepUpScope && scopeCovers(scope, permission));
    const because = covered ? "A scope of the token covers it." : `No scope of the token covers ${permission}.`;
    rules.push({ rule: "Token", passed: covered, because });
  }
  if (input.target) rules.push(targetRule(input, reach, input.target));
  return { allowed: rules.every(({ passed }) => passed), rules };
}

function targetRule(
  { permission }: ExplainInput,
  reach: Reach,
  target: NonNullable<ExplainInput["target"]>,
): Explanation["rules"][number] {
  const rule = "Reach";
  if (!target.exists) return { rule, passed: false, because: "There is no such thing: the answer is 404." };
  if (reach === "all") return { rule, passed: true, because: "The role reaches everybody's." };
  if (target.isOwn) return { rule, passed: reach === "own", because: "It is theirs." };
  if (target.sharedPermissions?.includes(permission)) {
    return { rule, passed: reach === "own", because: `It is shared with them for ${permission}.` };
  }
  const because = target.sharedPermissions
    ? `It is shared with them, but not for ${permission}: the answer is 404.`
    : "It belongs to somebody else and is not shared with them: the answer is 404.";
  return { rule, passed: false, because };
}

/** Reach of every role, for tables. */
export function reachTable(): { permission: Permission; reach: Record<Role, Reach> }[] {
  return keysOf(permissions).map((permission) => ({
    permission,
    reach: Object.fromEntries(
      (["ADMIN", "MANAGER", "USER", "GUEST"] as const).map((role) => [
        role,
        reachOf({ kind: "user", role, scopes: null }, permission),
      ]),
    ) as Record<Role, Reach>,
  }));
}
