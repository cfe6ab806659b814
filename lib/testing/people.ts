import type { Role } from "@/lib/access/permissions";
import { hashPassword } from "@/lib/auth/passwords/password";
import { env } from "@/lib/core/env";
import { sql } from "@/lib/db/transaction";
import type { RouteModules } from "@/lib/http/openapi";
import { type Answer, type Call, callRoute } from "./call-route";
import { makeUser } from "./fixtures";

/** A browser for route tests: keeps cookies, calls routes, signs in. */
export class TestBrowser {
  readonly cookies = new Map<string, string>();
  readonly #modules: RouteModules;
  readonly #headers: Record<string, string>;

  constructor(modules: RouteModules, headers: Record<string, string> = {}) {
    this.#modules = modules;
    this.#headers = headers;
  }

  get cookie(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  }

  async call(to: string, body?: unknown, more: Partial<Call> = {}): Promise<Answer> {
    const headers = { ...this.#headers, ...more.headers };
    const answer = await callRoute(this.#modules, { to, body, cookie: this.cookie, ...more, headers });
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ""] = line.split(";");
      const at = pair.indexOf("=");
      if (line.includes("Max-Age=0")) this.cookies.delete(pair.slice(0, at));
      else this.cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return answer;
  }

  signIn(person: { email: string; password: string }, more: Record<string, unknown> = {}): Promise<Answer> {
    return this.call("POST /api/auth/sign-in", { email: person.email, password: person.password, ...more });
  }
}

export type TestPerson = { id: string; email: string; password: string };

/** Somebody with a password. */
export async function makePerson(role: Role = "USER"): Promise<TestPerson> {
  const actor = await makeUser(role);
  const password = "a-long-enough-password";
  const passwordHash = await hashPassword(password, env());
  await sql().run("UPDATE app_user SET password_hash = $2, email_verified_at = now() WHERE id = $1", [
    actor.userId,
    passwordHash,
  ]);
  return { id: actor.userId ?? "", email: actor.email, password };
}
