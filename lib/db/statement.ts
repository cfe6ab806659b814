import type * as enums from "./generated/enums";

/**
 * SQL with a name. It lives in a `*.sql.ts` file of its module, beside the reason why it is not a call of Prisma Client.
 * `statements.integration.test.ts` prepares each one and compares its columns with what is declared here.
 */

/** What pg makes of a column of each type. int8 and numeric are text, since they may exceed a JavaScript number. */
type ColumnTypes = {
  text: string;
  varchar: string;
  bool: boolean;
  int2: number;
  int4: number;
  int8: string;
  numeric: string;
  float4: number;
  float8: number;
  timestamptz: Date;
  json: unknown;
  jsonb: unknown;
  bytea: Buffer;
  inet: string;
  void: unknown;
  role: enums.Role;
  email_link_purpose: enums.EmailLinkPurpose;
  delivery_state: enums.DeliveryState;
  node_state: enums.NodeState;
  port_state: enums.PortState;
  port_protocol: enums.PortProtocol;
  run_state: enums.RunState;
  workload_status: enums.WorkloadStatus;
  step_status: enums.StepStatus;
};
type ScalarName = keyof ColumnTypes;
type TypeName = ScalarName | `${ScalarName}[]`;

declare const narrowed: unique symbol;
/** A column whose TypeScript type is narrower than its type in PostgreSQL. */
export type Narrowed<T> = { readonly [narrowed]: T };
/** A type of PostgreSQL; with "?" the column may be null. */
export type Column = TypeName | `${TypeName}?` | Narrowed<unknown>;

/** A column of a known narrower type, such as a union of texts or a document whose shape the panel wrote itself. */
export function narrow<T>(type: TypeName): Narrowed<T>;
export function narrow<T>(type: `${TypeName}?`): Narrowed<T | null>;
export function narrow<T>(type: string): Narrowed<T | null> {
  return type as unknown as Narrowed<T | null>;
}

type Scalar<C> = C extends ScalarName ? ColumnTypes[C] : never;
type ValueOf<C> =
  C extends Narrowed<infer T>
    ? T
    : C extends `${infer Type}?`
      ? ValueOf<Type> | null
      : C extends `${infer Item}[]`
        ? Scalar<Item>[]
        : Scalar<C>;
export type RowOf<Columns> = { -readonly [Name in keyof Columns]: ValueOf<Columns[Name]> };

export class Statement<Row> {
  readonly reason: string;
  readonly text: string;
  /** Null: not declared. */
  readonly columns: Readonly<Record<string, string>> | null;
  /** Under this name the statement stays prepared on each connection. */
  readonly name: string | undefined;
  declare readonly row: Row;

  constructor(parts: {
    reason: string;
    text: string;
    columns: Record<string, string> | null;
    name: string | undefined;
  }) {
    this.reason = parts.reason;
    this.text = parts.text;
    this.columns = parts.columns;
    this.name = parts.name;
  }
}

/** The row that a statement returns. */
export type Row<S> = S extends Statement<infer R> ? R : never;

const undeclared = Symbol("undeclared columns");
type Undeclared<R> = { readonly [undeclared]: true; readonly [narrowed]: R };

/** For statements that are made in a loop over tables: their columns are not declared, and not compared. */
export function anyColumns<R>(): Undeclared<R> {
  return { [undeclared]: true } as Undeclared<R>;
}

type Parts<Columns> = {
  /** Why this is not a call of Prisma Client. */
  reason: string;
  text: string;
  columns?: Columns;
  name?: string;
};

export function statement<R>(parts: Parts<Undeclared<R>> & { columns: Undeclared<R> }): Statement<R>;
export function statement<const Columns extends Record<string, Column> = Record<never, never>>(
  parts: Parts<Columns>,
): Statement<RowOf<Columns>>;
export function statement({ reason, text, columns = {}, name }: Parts<Record<string | symbol, unknown>>) {
  const declared = Object.entries(columns).map(([column, type]) => [column, String(type)]);
  return new Statement({ reason, text, name, columns: undeclared in columns ? null : Object.fromEntries(declared) });
}
