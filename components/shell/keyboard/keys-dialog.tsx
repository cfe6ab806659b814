"use client";

import { Switch } from "@mantine/core";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Dialog } from "@/components/ui/dialog/dialog";
import { groupsOf, type Viewer } from "../navigation";
import { areKeysOn, pageKeys, switchKeys } from "./key-map";
import classes from "./keys-dialog.module.css";

type Texts = ReturnType<typeof useTranslations<"shell.keyboard">>;

type Row = { keys: string[]; text: string };

const everywhere = (t: Texts): Row[] => [
  { keys: [t("ctrl"), "K"], text: t("searchOpenAndAct") },
  { keys: ["/"], text: t("searchInThisPage") },
  { keys: ["?"], text: t("showTheseKeys") },
  { keys: [t("esc")], text: t("closeWhatIsOpen") },
];

/** Every key of the panel, and the switch for single keys. */
export default function KeysDialog({ viewer, onClose }: { viewer: Viewer; onClose: () => void }) {
  const t = useTranslations("shell.keyboard");
  const tShell = useTranslations("shell");
  const tPages = useTranslations("shell.pages");
  const [isOn, setOn] = useState(areKeysOn);
  const create: Row[] = viewer === "resource" ? [] : [{ keys: ["c"], text: t("createAServer") }];
  const pages = pageKeys(t, groupsOf({ t: tShell, tPages }, viewer)).map(({ letter, label }) => ({
    keys: ["g", letter],
    text: label,
  }));
  return (
    <Dialog title={t("keyboard")} onClose={onClose} size="md">
      <Keys title={t("everywhere")} rows={[...everywhere(t), ...create]} />
      <Keys title={t("openAPage")} rows={pages} />
      <Switch
        mt="md"
        label={t("singleKeys")}
        description={t("keysWithoutCtrlKept")}
        checked={isOn}
        onChange={(event) => {
          switchKeys(event.currentTarget.checked);
          setOn(event.currentTarget.checked);
        }}
      />
    </Dialog>
  );
}

function Keys({ title, rows }: { title: string; rows: Row[] }) {
  return (
    <section className={classes.section}>
      <h3 className={classes.title}>{title}</h3>
      <dl className={classes.list}>
        {rows.map(({ keys, text }) => (
          <div key={text} className={classes.row}>
            <dt>{text}</dt>
            <dd>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
