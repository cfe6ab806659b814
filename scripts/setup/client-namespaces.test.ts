import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, it } from "vitest";
import { sectionsOf } from "./assemble/client-namespaces.mjs";

const root = mkdtempSync(path.join(tmpdir(), "namespaces-"));
afterAll(() => rmSync(root, { recursive: true }));

function write(files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(root, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

const client = (namespace: string, more = "") =>
  `"use client";\n${more}\nexport function C() { const t = useTranslations("${namespace}"); }`;

it("gives a section what its client components use, over every kind of import, and no section above gives", () => {
  write({
    "app/layout.tsx": 'import { C } from "@/components/frame";\n<SectionMessages of="layout">',
    "app/a/layout.tsx": '<SectionMessages of="a/layout">',
    "app/a/page.tsx": 'import { S } from "@/components/server";\nimport type { T } from "@/components/only-type";',
    "app/a/b/page.tsx": 'import { C } from "@/components/own";\n<SectionMessages of="a/b/page">',
    "components/frame.tsx": client("frame"),
    // Text of a server component stays there; what it renders in the browser does not.
    "components/server.tsx": 'import { C } from "./list";\nuseTranslations("server.only");',
    "components/list.tsx": client(
      "list",
      'import { C as F } from "./frame";\nconst D = dynamic(() => import("./late"));',
    ),
    "components/late.tsx": 'import { words } from "./words";\nuseTranslations("late");',
    "components/words.ts": 'useTranslations("words");',
    "components/only-type.tsx": client("never"),
    "components/own.tsx": client("own", 'import { C as L } from "./words";'),
  });
  expect(sectionsOf(root)).toEqual({
    layout: ["frame"],
    "a/layout": ["late", "list", "words"],
    "a/b/page": ["own"],
  });
});

it("refuses a section that names another file", () => {
  write({ "app/a/b/page.tsx": '<SectionMessages of="a/layout">' });
  expect(() => sectionsOf(root)).toThrow("a/b/page");
});
