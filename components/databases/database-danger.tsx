"use client";

import { useTranslations } from "next-intl";
import { type DangerAction, DangerActions } from "@/components/ui/danger/danger-actions";
import { stateWord, useStateTexts } from "@/components/ui/state-words";
import type { DatabaseCredentialsView, DatabaseView } from "@/lib/hosted-services/databases/contract";
import { api } from "@/lib/http/client/api";
import type { DatabaseRights } from "./database-rights";

type Texts = ReturnType<typeof useTranslations<"databases">>;

/** Shows new secrets in the connection card. */
type Reveal = (secrets: DatabaseCredentialsView) => void;
type Props = { view: DatabaseView; rights: DatabaseRights; onSecrets: Reveal; onDone: () => void };

function actionsOf(t: Texts, view: DatabaseView, rights: DatabaseRights, reveal: Reveal): DangerAction[] {
  const isUsable = view.status === "active" || view.status === "suspended";
  return [
    ...(rights.credentials && isUsable ? [rotation(t, view.id, reveal), reader(t, view, reveal)] : []),
    ...(rights.manage && isUsable && !(view.heldByStaff && rights.isOwner) ? [suspension(t, view)] : []),
    ...(rights.delete && view.status !== "deleting" ? [deletion(t, view)] : []),
  ];
}

const rotation = (t: Texts, id: string, reveal: Reveal): DangerAction => ({
  title: t("rotateThePassword"),
  text: t("newPasswordsForAll"),
  label: t("rotate"),
  run: async () => {
    const body = { endSessions: true };
    reveal(await api("POST", "/provisioning/databases/[id]/rotate-password", { params: { id }, body }));
    return t("theConnectionCardShows");
  },
});

const reader = (t: Texts, { id, hasReadOnlyUser }: DatabaseView, reveal: Reveal): DangerAction => ({
  title: hasReadOnlyUser ? t("removeTheUserThat") : t("addAUserThat"),
  text: hasReadOnlyUser ? t("itsSessionsEndAnd") : t("aSecondUserThat"),
  label: hasReadOnlyUser ? t("remove") : t("add"),
  run: async () => {
    const method = hasReadOnlyUser ? "DELETE" : "POST";
    reveal(await api(method, "/provisioning/databases/[id]/read-only-user", { params: { id } }));
    return hasReadOnlyUser ? t("theUserWasRemoved") : t("theUserWasAdded");
  },
});

function suspension(t: Texts, { id, status }: DatabaseView): DangerAction {
  const isSuspended = status === "suspended";
  return {
    title: isSuspended ? t("resume") : t("suspend"),
    text: isSuspended ? t("usersCanSignIn") : t("endsAllSessionsNobody"),
    label: isSuspended ? t("resume") : t("suspend"),
    run: async () => {
      const path = isSuspended ? "/provisioning/databases/[id]/resume" : "/provisioning/databases/[id]/suspend";
      await api("POST", path, { params: { id } });
      return isSuspended ? t("theDatabaseIsActive") : t("theDatabaseIsSuspended");
    },
  };
}

const deletion = (t: Texts, { id, canDump }: DatabaseView): DangerAction => ({
  title: t("deleteTheDatabase"),
  text: canDump ? t("removesEveryTableAndThe") : t("removesEveryTableAnd"),
  label: t("delete"),
  confirmName: true,
  run: async () => {
    await api("DELETE", "/provisioning/databases/[id]", { params: { id } });
    return t("theDatabaseIsBeingDeleted");
  },
});

/** What the person may do to the database, each with a confirmation. */
export default function DatabaseDanger({ view, rights, onSecrets, onDone }: Props) {
  const t = useTranslations("databases");
  const tStates = useStateTexts();
  const empty = t("nothingCanBeDone", { status: stateWord(tStates, view.status) });
  const actions = actionsOf(t, view, rights, onSecrets);
  return <DangerActions actions={actions} name={view.name} empty={empty} onDone={onDone} />;
}
