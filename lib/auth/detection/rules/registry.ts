import type { SignalKind } from "../contract";
import { bruteForce } from "./brute-force";
import { credentialStuffing } from "./credential-stuffing";
import { factorFatigue } from "./factor-fatigue";
import { impossiblePace } from "./impossible-pace";
import { newCountry } from "./new-country";
import type { Rule } from "./rule";
import { tokenNewNetwork } from "./token-new-network";

/** Every kind of suspicion, in the order of the page. */
export const rules: Record<SignalKind, Rule> = {
  brute_force: bruteForce,
  credential_stuffing: credentialStuffing,
  factor_fatigue: factorFatigue,
  new_country: newCountry,
  impossible_pace: impossiblePace,
  token_new_network: tokenNewNetwork,
};
