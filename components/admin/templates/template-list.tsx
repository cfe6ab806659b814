"use client";

import { Switch } from "@mantine/core";
import { useTranslations } from "next-intl";
import { Art } from "@/components/ui/art/art";
import { useAction } from "@/components/ui/use-action";
import type { ManagedTemplateView } from "@/lib/game-servers/templates/contract";
import { api } from "@/lib/http/client/api";
import classes from "./template-list.module.css";

/** Every game, each with a switch that offers it to customers. */
export function TemplateList({ templates }: { templates: ManagedTemplateView[] }) {
  return (
    <ul className={classes.list}>
      {templates.map((template) => (
        <Template key={template.id} template={template} />
      ))}
    </ul>
  );
}

function Template({
  template: { id, slug, name, description, image, enabled, servers },
}: {
  template: ManagedTemplateView;
}) {
  const t = useTranslations("admin.templates");
  const change = useAction(
    (next: boolean) => api("PATCH", "/admin/templates/[id]", { params: { id }, body: { enabled: next } }),
    { done: (_answer, next) => (next ? t("isOffered", { name }) : t("isNotOfferedAny", { name })), refresh: true },
  );
  const isOn = change.isPending ? change.variables : enabled;
  return (
    <li className={`ln-card ${classes.template}`} data-off={!isOn || undefined}>
      <Art name={slug} size={48} />
      <div className={classes.texts}>
        <h2 className={classes.name}>{name}</h2>
        <p className={classes.text} dir="auto">
          {description}
        </p>
        <p className={classes.facts}>
          <code>{image}</code>
          <span>{t("n1ServerServers", { servers })}</span>
        </p>
      </div>
      <Switch
        checked={isOn}
        disabled={change.isPending}
        onChange={(event) => change.mutate(event.currentTarget.checked)}
        label={t("offered2")}
        aria-label={t("offered", { name })}
      />
    </li>
  );
}
