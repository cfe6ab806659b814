import type { useTranslations } from "next-intl";
import type { TemplateView } from "@/lib/game-servers/templates/contract";
import type { Amounts } from "./quota-rows";

type Texts = ReturnType<typeof useTranslations<"servers.create">>;

export type Size = Pick<Amounts, "memory" | "cpu" | "diskSpace">;
export type Preset = Size & { id: "small" | "medium" | "large"; label: string; suits: string };

const steps = (gib: number) => Math.max(0.5, Math.round(gib * 2) / 2);

/** Three sizes of a game, around what it recommends. None has less memory than the game needs. */
export function presetsOf(t: Texts, { memory: { minimum, recommended } }: Pick<TemplateView, "memory">): Preset[] {
  const atLeast = (gib: number) => Math.max(minimum, steps(gib));
  return [
    { id: "small", label: t("small"), suits: t("youAndAFew"), memory: atLeast(minimum), cpu: 0.5, diskSpace: 5 },
    { id: "medium", label: t("medium"), suits: t("whatTheGameRecommends"), memory: recommended, cpu: 1, diskSpace: 10 },
    {
      id: "large",
      label: t("large"),
      suits: t("manyPlayersOrAdd"),
      memory: atLeast(recommended * 2),
      cpu: 2,
      diskSpace: 20,
    },
  ];
}

export const isSameSize = (a: Size, b: Size) => a.memory === b.memory && a.cpu === b.cpu && a.diskSpace === b.diskSpace;

/** The same preset of another game; figures of one's own stay, with the memory that the game needs. */
export function sizeFor(t: Texts, next: TemplateView, before: TemplateView | undefined, size: Size): Size {
  const preset = before && presetsOf(t, before).find((item) => isSameSize(item, size));
  const same = preset && presetsOf(t, next).find(({ id }) => id === preset.id);
  if (same) return { memory: same.memory, cpu: same.cpu, diskSpace: same.diskSpace };
  return { ...size, memory: Math.max(size.memory, next.memory.minimum) };
}

/** A name for a server that was given none: "Sample game 2" for somebody's second one. */
export const suggestName = (t: Texts, template: Pick<TemplateView, "name"> | undefined, servers: number) =>
  `${template?.name ?? t("server")} ${servers + 1}`.slice(-40);
