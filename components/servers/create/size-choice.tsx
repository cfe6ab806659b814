import { NumberInput, Radio, SimpleGrid, Stack } from "@mantine/core";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import type { TemplateView } from "@/lib/game-servers/templates/contract";
import classes from "./create-wizard.module.css";
import { isSameSize, presetsOf, type Size } from "./sizes";

type Field = { name: string; error?: ReactNode };
type Props = {
  template: TemplateView | undefined;
  size: Size;
  fieldOf: (name: keyof Size) => object & Field;
  onChange: (size: Size) => void;
};

/** Three sizes with what they suit, or figures of one's own. The figures always show what is chosen. */
export function SizeChoice({ template, size, fieldOf, onChange }: Props) {
  const t = useTranslations("servers.create");
  const [isCustom, setCustom] = useState(false);
  const presets = template ? presetsOf(t, template) : [];
  const chosen = isCustom ? undefined : presets.find((preset) => isSameSize(preset, size));
  const choose = (id: string) => {
    const preset = presets.find((item) => item.id === id);
    setCustom(!preset);
    if (preset) onChange({ memory: preset.memory, cpu: preset.cpu, diskSpace: preset.diskSpace });
  };
  const set = (change: Partial<Size>) => onChange({ ...size, ...change });
  return (
    <Stack gap="md">
      <Radio.Group value={chosen?.id ?? "custom"} onChange={choose} aria-label={t("size")}>
        <div className={classes.presets}>
          {presets.map(({ id, label, suits, memory, cpu, diskSpace }) => (
            <Radio.Card key={id} value={id} className={classes.preset} aria-label={label}>
              <span className={classes.choiceName}>{label}</span>
              <span className={classes.choiceText}>{suits}</span>
              <span className={classes.figures}>{t("gibCpuGiBDisk", { memory, cpu, diskSpace })}</span>
            </Radio.Card>
          ))}
          <Radio.Card value="custom" className={classes.preset} aria-label={t("custom")}>
            <span className={classes.choiceName}>{t("custom")}</span>
            <span className={classes.choiceText}>{t("yourOwnFiguresBelow")}</span>
          </Radio.Card>
        </div>
      </Radio.Group>
      <SimpleGrid cols={{ base: 1, xs: 3 }}>
        <NumberInput
          {...fieldOf("memory")}
          label={t("memoryGiB")}
          onChange={(value) => set({ memory: Number(value) })}
          min={template?.memory.minimum ?? 0.5}
          step={0.5}
        />
        <NumberInput
          {...fieldOf("cpu")}
          label={t("cpuCores")}
          onChange={(value) => set({ cpu: Number(value) })}
          min={0.25}
          step={0.25}
        />
        <NumberInput
          {...fieldOf("diskSpace")}
          label={t("diskGiB")}
          onChange={(value) => set({ diskSpace: Number(value) })}
          min={1}
        />
      </SimpleGrid>
    </Stack>
  );
}
