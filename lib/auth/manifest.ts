import type { Manifest } from "@/lib/access/module-manifest";
import { administrators, ownOnly, staff } from "@/lib/access/reaches";

const clear = { ADMIN: "clear", MANAGER: "clear", USER: "clear", GUEST: "clear" } as const;
const clearForAdministrators = { ADMIN: "clear", MANAGER: "masked", USER: "hidden", GUEST: "hidden" } as const;

export const manifest = {
  ids: {
    user: "usr",
    session: "ses",
    token: "tok",
    setup: "stp",
    factor: "fac",
    passkey: "psk",
    backupCode: "bkc",
    challenge: "chl",
    device: "dev",
    factorReset: "frs",
    emailLink: "eml",
    signInAttempt: "att",
    securitySignal: "sig",
    networkBlock: "blk",
  },
  permissions: {
    "user.read": staff,
    "user.manage": administrators,
    "account.read": ownOnly,
    "account.manage": ownOnly,
    "security.read": staff,
    "security.manage": administrators,
  },
  fields: {
    "user.email": { own: clear, others: clearForAdministrators, mask: "email" },
    "session.ip": { own: clear, others: clearForAdministrators, mask: "address" },
    "token.lastUsedIp": { own: clear, others: clearForAdministrators, mask: "address" },
  },
  encryptedColumns: [
    { label: "second_factor:secret_sealed", table: "second_factor", column: "secret_sealed", keys: ["id"] },
    { label: "auth_challenge:target_sealed", table: "auth_challenge", column: "target_sealed", keys: ["id"] },
  ],
  limits: {
    signIn: { name: "sign-in", limit: 5, windowSeconds: 900 },
    /** Where detection slows sign-ins down: a network and an account. */
    slowed: { name: "slowed", limit: 1, windowSeconds: 60 },
    factor: { name: "factor", limit: 10, windowSeconds: 3600 },
  },
  navigation: [
    { label: "Account", href: "/account", icon: "IconKey", section: "main", position: 90, audience: "everyone" },
    {
      label: "Users",
      href: "/admin/users",
      icon: "IconUsers",
      section: "administration",
      position: 60,
      audience: "staff",
    },
    {
      label: "Security",
      href: "/admin/security",
      icon: "IconShieldCheck",
      section: "administration",
      position: 70,
      audience: "staff",
    },
  ],
  audit: {
    reads: ["token.address_refused"],
    securityResources: ["session", "factor", "token", "user", "setup", "security", "account", "passkey"],
  },
} satisfies Manifest;
