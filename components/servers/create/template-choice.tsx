import { Radio, Stack, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Art } from "@/components/ui/art/art";
import type { TemplateView } from "@/lib/game-servers/templates/contract";
import classes from "./create-wizard.module.css";

type Props = { templates: TemplateView[]; value: string; onChange: (template: TemplateView) => void };

/** The available games as tiles, which are one group of radio buttons. The chosen one is shown whatever is searched. */
export function TemplateChoice({ templates, value, onChange }: Props) {
  const t = useTranslations("servers.create");
  const [text, setText] = useState("");
  const wanted = text.trim().toLowerCase();
  const matches = ({ slug, name, description }: TemplateView) =>
    slug === value || `${name} ${description}`.toLowerCase().includes(wanted);
  const shown = templates.filter(matches);
  const choose = (slug: string) => {
    const template = templates.find((item) => item.slug === slug);
    if (template) onChange(template);
  };
  return (
    <Stack gap={10}>
      {templates.length > 1 ? (
        <TextInput
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          // Enter sends the form.
          onKeyDown={(event) => event.key === "Enter" && event.preventDefault()}
          placeholder={t("searchGames")}
          aria-label={t("searchGames")}
          leftSection={<IconSearch size={16} aria-hidden="true" />}
        />
      ) : null}
      <Radio.Group value={value} onChange={choose} aria-label={t("game")}>
        <div className={classes.tiles}>
          {shown.map(({ slug, name, description }) => (
            <Radio.Card key={slug} value={slug} className={classes.choice} aria-label={name}>
              <Art name={slug} size={48} />
              <span>
                <span className={classes.choiceName}>{name}</span>
                <span className={classes.choiceText} dir="auto">
                  {description}
                </span>
              </span>
            </Radio.Card>
          ))}
        </div>
      </Radio.Group>
      <p role="status" className={classes.none}>
        {wanted && !shown.some(({ slug }) => slug !== value) ? t("noOtherGameMatches") : ""}
      </p>
    </Stack>
  );
}
