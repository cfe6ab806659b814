"use client";

import { Alert, Button, Group } from "@mantine/core";
import { useState } from "react";
import type { ExecutorSettings } from "@/lib/executors/contract";
import { isSameLayer, meetLive, type ReadLayer } from "./layer-draft";

/** A draft of a layer that others may change meanwhile: it is never thrown away without a word. */
export function useLayerDraft(live: ReadLayer) {
  const [begun, setBegun] = useState(live);
  const [draft, setDraft] = useState(live.layer);
  const [isSound, setIsSound] = useState(true);
  // Fields hold rows of their own: they begin anew with the draft.
  const [round, setRound] = useState(0);
  const verdict = meetLive(begun, draft, live);
  const takeLive = () => {
    setBegun(live);
    setDraft(live.layer);
    setIsSound(true);
    setRound((count) => count + 1);
  };
  if (verdict === "renew") setBegun(live);
  if (verdict === "follow") takeLive();
  return {
    draft,
    round,
    /** What was typed can be saved. */
    isSound,
    begun,
    isChanged: !isSameLayer(begun.layer, draft),
    isConflict: verdict === "conflict",
    change: (value: ExecutorSettings, sound: boolean) => {
      setDraft(value);
      setIsSound(sound);
    },
    takeLive,
    /** Saves over what the other person saved, knowingly. */
    keepMine: () => setBegun(live),
  };
}

/** Somebody else saved something else: whose counts? */
export function ChangedMeanwhile({ draft }: { draft: ReturnType<typeof useLayerDraft> }) {
  if (!draft.isConflict) return null;
  return (
    <Alert color="yellow" role="status" title="Somebody else changed this in the meantime">
      <Group gap="xs">
        <Button data-local size="xs" variant="default" onClick={draft.takeLive}>
          Show the current values
        </Button>
        <Button data-local size="xs" variant="default" onClick={draft.keepMine}>
          Keep my changes
        </Button>
      </Group>
    </Alert>
  );
}
