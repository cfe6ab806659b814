import { env } from "@/lib/core/env";
import { challengeSeconds } from "../factors/challenges/challenges";

/**
 * The three cookies of signing in. All HttpOnly and SameSite=Lax (Strict would show links in mails as signed out);
 * `__Host-` and Secure on https. Values are opaque; the database holds their hashes.
 */
function isSecure(): boolean {
  return env().NEXTAUTH_URL.startsWith("https://");
}

/** `__Host-` needs https; without it (a panel on a local network) the name says so. */
function nameOf(plain: string): string {
  return isSecure() ? `__Host-${plain}` : plain;
}

export const sessionCookieName = (): string => nameOf("lightnode-session");
/** The second step of a sign-in in progress. */
export const challengeCookieName = (): string => nameOf("lightnode-challenge");
/** A browser that somebody has signed in from before; grants nothing but a rate limit of its own. */
export const deviceCookieName = (): string => nameOf("lightnode-device");

/** Value of a Set-Cookie header; `maxAgeSeconds` null: until the browser closes. */
export function setCookie(name: string, value: string, maxAgeSeconds: number | null): string {
  const age = maxAgeSeconds === null ? "" : `; Max-Age=${maxAgeSeconds}`;
  return `${name}=${value}; Path=/; HttpOnly; SameSite=Lax${age}${isSecure() ? "; Secure" : ""}`;
}

export const clearCookie = (name: string): string => setCookie(name, "", 0);

/** How long sessions live, in seconds: without "keep me signed in", and with it (OWASP ASVS 7.3). */
export const lifetimes = {
  short: { idleSeconds: 30 * 60, absoluteSeconds: 12 * 3600 },
  remembered: { idleSeconds: 7 * 24 * 3600, absoluteSeconds: 30 * 24 * 3600 },
} as const;

export const sessionCookie = (token: string, remember: boolean): string =>
  setCookie(sessionCookieName(), token, remember ? lifetimes.remembered.absoluteSeconds : null);
export const challengeCookie = (token: string): string => setCookie(challengeCookieName(), token, challengeSeconds);
export const deviceCookie = (token: string): string => setCookie(deviceCookieName(), token, 365 * 24 * 3600);
