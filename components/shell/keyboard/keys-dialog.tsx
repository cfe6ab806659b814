"use client";

import { Switch } from "@mantine/core";
import { useState } from "react";
import { Dialog } from "@/components/ui/dialog/dialog";
import { groupsOf, type Viewer } from "../navigation";
import { areKeysOn, pageKeys, switchKeys } from "./key-map";
import classes from "./keys-dialog.module.css";

type Row = { keys: string[]; text: string };

const everywhere: Row[] = [
  { keys: ["Ctrl", "K"], text: "Search, open and act" },
  { keys: ["/"], text: "Search in this page" },
  { keys: ["?"], text: "Show these keys" },
  { keys: ["Esc"], text: "Close what is open" },
];

/** Every key of the panel, and the switch for single keys. */
export default function KeysDialog({ viewer, onClose }: { viewer: Viewer; onClose: () => void }) {
  const [isOn, setOn] = useState(areKeysOn);
  const create: Row[] = viewer === "resource" ? [] : [{ keys: ["c"], text: "Create a server" }];
  const pages = pageKeys(groupsOf(viewer)).map(({ letter, label }) => ({ keys: ["g", letter], text: label }));
  return (
    <Dialog title="Keyboard" onClose={onClose} size="md">
      <Keys title="Everywhere" rows={[...everywhere, ...create]} />
      <Keys title="Open a page" rows={pages} />
      <Switch
        mt="md"
        label="Single keys"
        description="Keys without Ctrl. Kept in this browser."
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
