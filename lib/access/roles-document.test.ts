import { expect, test } from "vitest";
import { reachTable } from "./explain";
import { fieldRules } from "./fields";
import { roles } from "./permissions";

const row = (cells: string[]) => `| ${cells.join(" | ")} |`;
const head = (first: string) => [row([first, ...roles]), row(["---", ...roles.map(() => "---")])];

/** The page of the documentation, from the tables that the panel itself uses. */
function rolesDocument(): string {
  return [
    "# Who may do what",
    "",
    "Generated from the manifests of the modules by `lib/access/roles-document.test.ts`",
    "(`npx vitest run --project unit lib/access/roles-document -u` writes it again). `all`: everybody's things; `own`: one's",
    "own, and those shared for this permission; `none`: nothing.",
    "",
    "## Permissions",
    "",
    ...head("Permission"),
    ...reachTable().map(({ permission, reach }) => row([`\`${permission}\``, ...roles.map((role) => reach[role])])),
    "",
    "## Fields",
    "",
    "Fields that are not listed are shown to every actor who may read the resource.",
    "",
    ...head("Field"),
    ...Object.entries(fieldRules).flatMap(([field, { own, others }]) => [
      row([`\`${field}\`, own`, ...roles.map((role) => own[role])]),
      row([`\`${field}\`, of others`, ...roles.map((role) => others[role])]),
    ]),
    "",
  ].join("\n");
}

test("docs/ROLES.md is what the tables say", async () => {
  await expect(rolesDocument()).toMatchFileSnapshot("../../docs/ROLES.md");
});
