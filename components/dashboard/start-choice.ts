/** The cookie that says that a person hid the first steps; the server then does not look for them. */
export const startCookie = "ln-start";

export function hideStart(): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the cookie store is not in every browser
  document.cookie = `${startCookie}=hidden; path=/; max-age=31536000; samesite=lax`;
}
