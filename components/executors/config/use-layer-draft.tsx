"use client";

import { Alert, Button, Group } from "@mantine/core";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useUnsavedChanges } from "@/components/ui/form/unsaved-changes";
import type { ExecutorSettings } from "@/lib/executors/config/contract";
import { compareWithLive, isSameLayer, type ReadLayer } from "./layer-draft";

/** A draft of a layer that others may change in the meantime. It is never discarded without a message. */
export function useLayerDraft(live: ReadLayer) {
  const [begun, setBegun] = useState(live);
  const [draft, setDraft] = useState(live.layer);
  const [isSound, setIsSound] = useState(true);
  // Fields keep rows of their own, which are reset together with the draft.
  const [round, setRound] = useState(0);
  const isChanged = !isSameLayer(begun.layer, draft);
  useUnsavedChanges(() => isChanged);
  const verdict = compareWithLive(begun, draft, live);
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
    /** Whether the typed values are valid. */
    isSound,
    begun,
    isChanged,
    isConflict: verdict === "conflict",
    change: (value: ExecutorSettings, sound: boolean) => {
      setDraft(value);
      setIsSound(sound);
    },
    takeLive,
    /** Saves over the values of the other person, after a decision. */
    keepMine: () => setBegun(live),
  };
}

/** Somebody else saved other values: the person decides which ones count. */
export function ChangedMeanwhile({ draft }: { draft: ReturnType<typeof useLayerDraft> }) {
  const t = useTranslations("executors.config");
  if (!draft.isConflict) return null;
  return (
    <Alert color="yellow" role="status" title={t("somebodyElseChangedThis")}>
      <Group gap="xs">
        <Button data-local size="xs" variant="default" onClick={draft.takeLive}>
          {t("showTheCurrentValues")}
        </Button>
        <Button data-local size="xs" variant="default" onClick={draft.keepMine}>
          {t("keepMyChanges")}
        </Button>
      </Group>
    </Alert>
  );
}
