"use client";

import { SegmentedControl } from "@mantine/core";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { GameClient } from "@/lib/game-servers/templates/contract";
import classes from "./connect-panel.module.css";

type Texts = ReturnType<typeof useTranslations<"servers.connect">>;

const unknownGame = (t: Texts): GameClient => ({
  name: t("yourGame"),
  steps: [t("startTheGameAnd"), t("enterAddress", { address: "{{address}}" })],
});

/** What players do in their program. With several programs, the person chooses one. */
export function ClientSteps({ clients, address }: { clients: readonly GameClient[]; address: string }) {
  const t = useTranslations("servers.connect");
  const [first = unknownGame(t)] = clients;
  const [name, setName] = useState(first.name);
  const client = clients.find((item) => item.name === name) ?? first;
  return (
    <div>
      {clients.length > 1 ? (
        <SegmentedControl
          data={clients.map((item) => item.name)}
          value={client.name}
          onChange={setName}
          aria-label={t("program")}
          fullWidth
        />
      ) : (
        <h3 className={classes.client}>{client.name}</h3>
      )}
      <ol className={classes.steps}>
        {client.steps.map((step) => (
          <li key={step}>
            <Step text={step} address={address} />
          </li>
        ))}
      </ol>
    </div>
  );
}

/** The text with the address in its place. */
function Step({ text, address }: { text: string; address: string }) {
  const [before = "", after] = text.split("{{address}}");
  if (after === undefined) return before;
  return (
    <>
      {before}
      <code className={classes.address}>{address}</code>
      {after}
    </>
  );
}
