/** Loads another page of the panel in full, which drops everything that this one has in memory. */
export function openPage(address: string): void {
  window.location.assign(address);
}
