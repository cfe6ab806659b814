"use client";

import { Button, CloseButton, Popover, TextInput } from "@mantine/core";
import { IconBookmark } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { recall, remember } from "@/components/ui/browser/browser-memory";
import classes from "./filters.module.css";

type View = { name: string; query: string };
type Props = { path: string; query: string; onShow: (query: string) => void };

const nameOf = (path: string) => `views:${path}`;

/** Filters and order under a name, in this browser. The URL holds them too, so that a link shares a view. */
export function SavedViews({ path, query, onShow }: Props) {
  const t = useTranslations("ui.filters");
  const [isOpen, setOpen] = useState(false);
  const [views, setViews] = useState<View[]>([]);
  const keep = (next: View[]) => {
    setViews(next);
    remember(nameOf(path), next);
  };
  const save = (name: string) => keep([...views.filter((view) => view.name !== name), { name, query }]);
  const toggle = (opened: boolean) => {
    if (opened) setViews(recall(nameOf(path), areViews) ?? []);
    setOpen(opened);
  };
  return (
    <Popover opened={isOpen} onChange={toggle} position="bottom-end" shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconBookmark size={14} aria-hidden="true" />}
          onClick={() => toggle(!isOpen)}
        >
          {t("views")}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p={6} aria-label={t("savedViews")}>
        {views.map((view) => (
          <div key={view.name} className={classes.view}>
            <button
              type="button"
              className={classes.choice}
              aria-pressed={view.query === query}
              onClick={() => {
                setOpen(false);
                onShow(view.query);
              }}
            >
              {view.name}
            </button>
            <CloseButton
              size="sm"
              aria-label={t("removeTheView", { name: view.name })}
              onClick={() => keep(views.filter((other) => other.name !== view.name))}
            />
          </div>
        ))}
        <SaveForm onSave={save} />
      </Popover.Dropdown>
    </Popover>
  );
}

function SaveForm({ onSave }: { onSave: (name: string) => void }) {
  const t = useTranslations("ui.filters");
  const [name, setName] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!name.trim()) return;
    onSave(name.trim());
    setName("");
  };
  return (
    <form onSubmit={submit} className={classes.editor}>
      <TextInput
        label={t("saveThisView")}
        placeholder={t("name")}
        maxLength={60}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        data-autofocus
      />
      <Button type="submit" size="xs">
        {t("save")}
      </Button>
    </form>
  );
}

const areViews = (value: unknown): value is View[] => Array.isArray(value) && value.every(isView);

function isView(value: unknown): value is View {
  if (typeof value !== "object" || value === null) return false;
  return "name" in value && typeof value.name === "string" && "query" in value && typeof value.query === "string";
}
