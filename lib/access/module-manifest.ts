import type { FieldRule } from "./fields";
import type { Reach, Role } from "./permissions";

/**
 * What a module declares about itself, as plain data: `lib/<module>/manifest.ts` exports one. The generator
 * (scripts/setup/assemble-modules.mjs) runs these files and writes the tables of lib/access, lib/core, lib/http, lib/audit
 * and components/shell from them, so that no central list is edited for a new module. A manifest imports nothing but
 * `lib/access/reaches`. Parts with code (jobs, events, personal data, metrics, commands) are in the module's `module.ts`.
 */
export type Manifest = {
  /** Prefix of the ids of each kind of thing that the module owns. */
  ids?: Record<string, string>;
  /** `resource.action` and how far each role reaches. */
  permissions?: Record<string, Record<Role, Reach>>;
  /** What the panel login of one resource may do, on that resource only. */
  resourceLogin?: readonly string[];
  /** What a token that is limited to some resources may do, to those. */
  limitedToken?: readonly string[];
  /** Fields that not every role sees; `resource.field`. */
  fields?: Record<string, FieldRule>;
  encryptedColumns?: readonly EncryptedColumnEntry[];
  /** Classes of request limits, by the name that `route({ limit })` uses. */
  limits?: Record<string, { name: string; limit: number; windowSeconds: number; inBlocks?: true }>;
  navigation?: readonly NavigationEntry[];
  /** Actions of the audit log that are kept for less or for more time than other changes. */
  audit?: {
    /** Full names of actions: reading, and being refused. */
    reads?: readonly string[];
    /** Resources, all of whose actions say who may do what. */
    securityResources?: readonly string[];
    /** Actions of other resources that do. */
    securityActions?: readonly string[];
    /**
     * What people read for each action, after who did it: `zone.create`: "created {target}". `{name}` is a value of the
     * entry, `[…]` is left out if a value in it is missing, and text between backticks is code (lib/audit/sentence.ts).
     */
    sentences?: Record<string, string>;
  };
};

/**
 * A column with ciphertext. `label` is the name that the column's key is derived under, and stays when a column is
 * renamed; `keys` are the columns of the primary key.
 */
export type EncryptedColumnEntry = { label: string; table: string; column: string; keys: readonly string[] };

/** A page of the sidebar and of the command palette. */
export type NavigationEntry = {
  label: string;
  href: string;
  /** Name of an icon of @tabler/icons-react. */
  icon: string;
  section: "main" | "services" | "administration";
  /** Ascending within the section. */
  position: number;
  /** `everyone`: all people; `members`: all but guests; `resource`: people and the panel login of one resource. */
  audience: "everyone" | "resource" | "members" | "staff" | "administrators";
};
