import { existsSync, globSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

const sheets = ["components/theme/mantine.css", "components/theme/mantine-panel.css"];
const loaded = new Set(
  sheets.flatMap((file) =>
    [...readFileSync(file, "utf8").matchAll(/styles\/([\w-]+)\.layer\.css/g)].map(([, name = ""]) => name),
  ),
);

/** The sheets of the parts that a component without a sheet, or with parts, is made of. */
const parts: Record<string, string[]> = {
  TextInput: ["Input"],
  Textarea: ["Input"],
  NativeSelect: ["Input"],
  Autocomplete: ["Input", "Combobox", "Popover", "ScrollArea"],
  Select: ["Input", "Combobox", "Popover", "ScrollArea"],
  MultiSelect: ["Input", "Combobox", "Popover", "ScrollArea", "Pill", "PillsInput"],
  TagsInput: ["Input", "Combobox", "Popover", "ScrollArea", "Pill", "PillsInput"],
  Modal: ["ModalBase", "Overlay", "Paper", "CloseButton"],
  Drawer: ["ModalBase", "Overlay", "Paper", "CloseButton"],
  Menu: ["Popover", "UnstyledButton"],
  Checkbox: ["InlineInput"],
  Radio: ["InlineInput"],
  Switch: ["InlineInput"],
  Button: ["UnstyledButton", "Loader"],
  ActionIcon: ["UnstyledButton", "Loader"],
  Tabs: ["UnstyledButton"],
  SegmentedControl: ["FloatingIndicator"],
  Tooltip: [],
};

function usedComponents(): string[] {
  const files = globSync("{app,components}/**/*.tsx").filter((file) => !file.endsWith(".test.tsx"));
  const imports = files.flatMap((file) => [
    ...readFileSync(file, "utf8").matchAll(/import \{([^}]*)\} from "@mantine\/core"/g),
  ]);
  const names = imports.flatMap(([, list = ""]) => list.split(",").map((name) => name.trim()));
  // `Radio.Card` has a sheet of its own, called RadioCard.
  const members = files.flatMap((file) =>
    [...readFileSync(file, "utf8").matchAll(/<([A-Z]\w+)\.([A-Z]\w+)/g)].map(
      ([, owner, member]) => `${owner}${member}`,
    ),
  );
  // The package of messages draws them by a component of the core.
  const ofPackages = files.some((file) => readFileSync(file, "utf8").includes("@mantine/notifications"))
    ? ["Notification"]
    : [];
  return [...new Set([...names, ...members, ...ofPackages])].filter((name) => /^[A-Z]/.test(name));
}

it("loads the styles of every component that is used", () => {
  const hasSheet = (name: string) => existsSync(`node_modules/@mantine/core/styles/${name}.css`);
  const needed = usedComponents().flatMap((name) => [...(hasSheet(name) ? [name] : []), ...(parts[name] ?? [])]);
  expect(needed.filter((name) => !loaded.has(name))).toEqual([]);
});

it("puts all of them in a layer, so that a style sheet of ours comes after them", () => {
  const all = globSync("{app,components}/**/*.{ts,tsx,css}").filter((file) => !file.endsWith(".test.ts"));
  const unlayered = all.filter((file) =>
    /@mantine\/[\w-]+\/styles(?!\S*\.layer\.css)[^"]*\.css/.test(readFileSync(file, "utf8")),
  );
  expect(unlayered).toEqual([]);
});
