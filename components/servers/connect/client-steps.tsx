"use client";

import { SegmentedControl } from "@mantine/core";
import { useState } from "react";
import type { GameClient } from "@/lib/game-servers/templates/contract";
import classes from "./connect-panel.module.css";

const unknownGame: GameClient = {
  name: "Your game",
  steps: [
    "Start the game and open its list of servers, or the place where it asks for an address.",
    "Enter {{address}}.",
  ],
};

/** What players do in their program. With several programs, the person chooses one. */
export function ClientSteps({ clients, address }: { clients: readonly GameClient[]; address: string }) {
  const [first = unknownGame] = clients;
  const [name, setName] = useState(first.name);
  const client = clients.find((item) => item.name === name) ?? first;
  return (
    <div>
      {clients.length > 1 ? (
        <SegmentedControl
          data={clients.map((item) => item.name)}
          value={client.name}
          onChange={setName}
          aria-label="Program"
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
