import { Checkbox } from "@mantine/core";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { LinkButton } from "@/components/ui/link-button";
import classes from "./data-table.module.css";
import { OpeningRow } from "./opening-row";

export type Column<Row> = {
  title: string;
  cell: (row: Row) => ReactNode;
  /** Names the row for screen readers. One column has it. */
  isRowHeader?: boolean;
  /** Left out on screens that are narrower than this. */
  from?: "tablet" | "desktop";
  className?: string | ((row: Row) => string | undefined);
  /** The value of the list's sort parameter, if the server can sort by this column. */
  sortBy?: string;
};

export type Selection = { chosen: ReadonlySet<string>; onChange: (ids: string[], isChosen: boolean) => void };
export type Sorting = { by: string; isDescending: boolean; href: (by: string, isDescending: boolean) => string };

type Props<Row> = {
  label: string;
  columns: (Column<Row> | null)[];
  rows: readonly Row[];
  idOf: (row: Row) => string;
  /** Names a row where rows can be selected. */
  nameOf?: (row: Row) => string;
  selection?: Selection | undefined;
  sorting?: Sorting | undefined;
  /** The page that a click on the row opens, beside the link in it. */
  hrefOf?: (row: Row) => string;
  /** The last cell of each row: its "…" menu. */
  menu?: ((row: Row) => ReactNode) | undefined;
  /** Instead of a table without rows. */
  empty?: ReactNode;
  /** The next page of the list. */
  next?: { label: string; href: string } | null | undefined;
  /** On a phone: the table scrolls sideways, or each row is a card. */
  phone?: "scroll" | "cards";
  /** Larger rows that react to the pointer, for the main list of a page. */
  isMain?: boolean;
};

/** A list as a table. Filters, order and pages come from the server by the URL; rows can be selected. */
export function DataTable<Row>(props: Props<Row>) {
  const { label, rows, empty, next, phone = "scroll", isMain } = props;
  const columns = props.columns.filter((column) => column !== null);
  if (rows.length === 0 && empty !== undefined) return empty;
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <section className={classes.scroll} aria-label={label} tabIndex={0}>
        <table className={classes.table} data-phone={phone} data-main={isMain || undefined}>
          <thead>
            <tr>
              {props.selection ? <SelectAll {...props} selection={props.selection} /> : null}
              {columns.map((column) => (
                <Heading key={column.title} column={column} sorting={props.sorting} />
              ))}
              {props.menu ? <td className={classes.menu} /> : null}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <TableRow key={props.idOf(row)} {...props} columns={columns} row={row} />
            ))}
          </tbody>
        </table>
      </section>
      {next ? (
        <div className={classes.more}>
          <LinkButton variant="default" href={next.href}>
            {next.label}
          </LinkButton>
        </div>
      ) : null}
    </>
  );
}

function Heading<Row>({ column, sorting }: { column: Column<Row>; sorting: Sorting | undefined }) {
  const { title, from, sortBy } = column;
  if (!sorting || sortBy === undefined) {
    return (
      <th scope="col" data-from={from}>
        {title}
      </th>
    );
  }
  const isSorted = sorting.by === sortBy;
  const direction = sorting.isDescending ? "descending" : "ascending";
  return (
    <th scope="col" data-from={from} aria-sort={isSorted ? direction : "none"}>
      <Link href={sorting.href(sortBy, isSorted && !sorting.isDescending)} prefetch={false} className={classes.sort}>
        {title}
        <span aria-hidden="true">{isSorted ? (sorting.isDescending ? " ↓" : " ↑") : ""}</span>
      </Link>
    </th>
  );
}

function SelectAll<Row>({ rows, idOf, selection }: Props<Row> & { selection: Selection }) {
  const t = useTranslations("ui.table");
  const ids = rows.map(idOf);
  const count = ids.filter((id) => selection.chosen.has(id)).length;
  return (
    <td className={classes.choose}>
      <Checkbox
        aria-label={t("chooseAllOnThis")}
        checked={count > 0 && count === ids.length}
        indeterminate={count > 0 && count < ids.length}
        onChange={(event) => selection.onChange(ids, event.currentTarget.checked)}
      />
    </td>
  );
}

type RowProps<Row> = Omit<Props<Row>, "columns"> & { columns: Column<Row>[]; row: Row };

function TableRow<Row>({ row, columns, idOf, nameOf, selection, hrefOf, menu }: RowProps<Row>) {
  const t = useTranslations("ui.table");
  const id = idOf(row);
  const isChosen = selection?.chosen.has(id) ?? false;
  const cells = (
    <>
      {selection ? (
        <td className={classes.choose}>
          <Checkbox
            aria-label={t("choose", { row: nameOf?.(row) ?? id })}
            checked={isChosen}
            onChange={(event) => selection.onChange([id], event.currentTarget.checked)}
          />
        </td>
      ) : null}
      {columns.map(({ title, cell, isRowHeader, from, className }) => {
        const shared = {
          className: typeof className === "function" ? className(row) : className,
          "data-from": from,
          "data-title": title,
        };
        return isRowHeader ? (
          <th key={title} scope="row" {...shared}>
            {cell(row)}
          </th>
        ) : (
          <td key={title} {...shared}>
            {cell(row)}
          </td>
        );
      })}
      {menu ? <td className={classes.menu}>{menu(row)}</td> : null}
    </>
  );
  if (!hrefOf) return <tr data-chosen={isChosen || undefined}>{cells}</tr>;
  return (
    <OpeningRow href={hrefOf(row)} isChosen={isChosen}>
      {cells}
    </OpeningRow>
  );
}
