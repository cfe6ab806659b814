"use client";

import { useTranslations } from "next-intl";
import { rememberCredentials } from "@/components/servers/fresh-credentials";
import { type DangerAction, DangerActions } from "@/components/ui/danger/danger-actions";
import type { ServerDetailView } from "@/lib/game-servers/contract";
import { api } from "@/lib/http/client/api";
import type { Rights } from "../rights";

type Texts = ReturnType<typeof useTranslations<"servers.settings">>;

/** The actions that the person may use. */
function actionsOf(t: Texts, server: ServerDetailView, rights: Rights): DangerAction[] {
  const actions: DangerAction[] = [];
  if (rights.credentials) actions.push(rotation(t, server.id));
  if (rights.reinstall) actions.push(reinstallation(t, server.id));
  if (rights.suspend) actions.push(suspension(t, server));
  if (rights.delete) actions.push(deletion(t, server.id));
  return actions;
}

const rotation = (t: Texts, id: string): DangerAction => ({
  title: t("rotateCredentials"),
  text: t("newRconAndPanel"),
  label: t("rotate"),
  confirmName: false,
  run: async () => {
    rememberCredentials(id, await api("POST", "/servers/[id]/credentials/rotate", { params: { id } }));
    return t("newCredentialsAreIn");
  },
});

const reinstallation = (t: Texts, id: string): DangerAction => ({
  title: t("reinstall"),
  text: t("deletesEveryFileOf"),
  label: t("reinstall"),
  confirmName: true,
  run: async () => {
    await api("POST", "/servers/[id]/reinstall", { params: { id } });
    return t("theServerIsBeingSet");
  },
});

function suspension(t: Texts, { id, status }: ServerDetailView): DangerAction {
  const isLifted = status === "suspended";
  return {
    title: isLifted ? t("liftTheSuspension") : t("suspend"),
    text: isLifted ? t("itsOwnerCanStart") : t("stopsTheServerAnd"),
    label: isLifted ? t("lift") : t("suspend"),
    confirmName: false,
    run: async () => {
      await api("POST", isLifted ? "/servers/[id]/unsuspend" : "/servers/[id]/suspend", { params: { id } });
      return isLifted ? t("theSuspensionIsLifted") : t("theServerIsSuspended");
    },
  };
}

const deletion = (t: Texts, id: string): DangerAction => ({
  title: t("deleteTheServer"),
  text: t("removesTheContainerEvery"),
  label: t("delete"),
  confirmName: true,
  run: async () => {
    await api("DELETE", "/servers/[id]", { params: { id } });
    return t("theServerIsBeing");
  },
});

/** What cannot be undone, as far as the person may do it. */
export function DangerZone({
  server,
  rights,
  onDone,
}: {
  server: ServerDetailView;
  rights: Rights;
  onDone: () => void;
}) {
  const t = useTranslations("servers.settings");
  return <DangerActions actions={actionsOf(t, server, rights)} name={server.name} onDone={onDone} />;
}
