import { Radio, Stack } from "@mantine/core";
import type { TemplateView } from "@/lib/game-servers/contract";
import classes from "./create-wizard.module.css";

/** The available games as one group of radio buttons, each with a description. */
export function TemplateChoice({
  templates,
  value,
  onChange,
}: {
  templates: TemplateView[];
  value: string;
  onChange: (template: TemplateView) => void;
}) {
  const choose = (slug: string) => {
    const template = templates.find((item) => item.slug === slug);
    if (template) onChange(template);
  };
  return (
    <Radio.Group value={value} onChange={choose} aria-label="Game">
      <Stack gap={8}>
        {templates.map(({ slug, name, description }) => (
          <Radio.Card key={slug} value={slug} className={classes.choice} aria-label={name}>
            <Radio.Indicator />
            <span>
              <span className={classes.choiceName}>{name}</span>
              <span className={classes.choiceText}>{description}</span>
            </span>
          </Radio.Card>
        ))}
      </Stack>
    </Radio.Group>
  );
}
