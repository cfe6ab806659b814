/**
 * What the pages keep in the browser, for one person: whoever signs in next with this browser gets none of it. A browser
 * without storage, or with a full one, only means that nothing is kept.
 */
const prefix = "lightnode:";
const owner = `${prefix}person`;

/** `tab`: until the tab is closed. */
type Place = "browser" | "tab";

const storeOf = (place: Place): Storage => (place === "tab" ? sessionStorage : localStorage);

/** Null where nothing is kept, or something of another shape. */
export function recall<T>(name: string, isWhole: (value: unknown) => value is T, place: Place = "browser"): T | null {
  try {
    const value: unknown = JSON.parse(storeOf(place).getItem(prefix + name) ?? "null");
    return isWhole(value) ? value : null;
  } catch {
    return null;
  }
}

export function remember(name: string, value: unknown, place: Place = "browser"): void {
  try {
    storeOf(place).setItem(prefix + name, JSON.stringify(value));
  } catch {
    // See above.
  }
}

export function forget(name: string): void {
  try {
    localStorage.removeItem(prefix + name);
  } catch {
    // See above.
  }
}

/** Called by every page of a session: removes what the pages of another person have kept. */
export function claimMemory(personId: string): void {
  try {
    if (localStorage.getItem(owner) === personId) return;
    for (const store of [localStorage, sessionStorage]) {
      for (const name of Object.keys(store)) if (name.startsWith(prefix)) store.removeItem(name);
    }
    localStorage.setItem(owner, personId);
  } catch {
    // See above.
  }
}
