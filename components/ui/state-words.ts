import { useTranslations } from "next-intl";

/** The words for states of things. `t` has them under the name that the panel stores. */
export type StateTexts = ReturnType<typeof useTranslations<"ui.states">>;

export const useStateTexts = (): StateTexts => useTranslations("ui.states");

type State = Parameters<StateTexts["has"]>[0];
const isState = (t: StateTexts, name: string): name is State => t.has(name as State);

/** The word for a state; the name itself where none is known. */
export const stateWord = (t: StateTexts, name: string): string => (isState(t, name) ? t(name) : name);
