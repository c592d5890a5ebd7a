import type { ReactNode } from "react";
import { cx } from "@/lib/cx";

export type Column<Row> = {
  id: string;
  header: string;
  cell: (row: Row) => ReactNode;
  /** Not shown on narrow screens, where `Table` shows cards of lines. */
  wideOnly?: boolean;
  numeric?: boolean;
  /** Says little alone: in a card its header stands before it. */
  labelled?: boolean;
  /** The column that names the row. */
  isRowHeader?: boolean;
  hideHeader?: boolean;
};

/** By the room that the table has, not the window: beside a sidebar, or when somebody zooms in, that is much less. */
const few = {
  block: "@max-2xl/table:block",
  head: "@max-2xl/table:sr-only",
  row: "@max-2xl/table:block @max-2xl/table:p-4",
  cell: "@max-2xl/table:block @max-2xl/table:h-auto @max-2xl/table:px-0 @max-2xl/table:py-0.5",
  number: "@2xl/table:text-right",
  wideOnly: "@max-2xl/table:hidden",
  label: "@2xl/table:hidden",
};
const many: typeof few = {
  block: "@max-4xl/table:block",
  head: "@max-4xl/table:sr-only",
  row: "@max-4xl/table:block @max-4xl/table:p-4",
  cell: "@max-4xl/table:block @max-4xl/table:h-auto @max-4xl/table:px-0 @max-4xl/table:py-0.5",
  number: "@4xl/table:text-right",
  wideOnly: "@max-4xl/table:hidden",
  label: "@4xl/table:hidden",
};

/** A table where there is room for it, else one card of lines per row. Sorting and filters live in the URL, as links. */
export function Table<Row>(props: {
  label: string;
  columns: ReadonlyArray<Column<Row>>;
  rows: readonly Row[];
  rowKey: (row: Row) => string;
}) {
  const fit = props.columns.length > 7 ? many : few;
  return (
    <div className="@container/table overflow-x-auto rounded-card border border-line bg-surface">
      <table aria-label={props.label} className={cx("w-full border-collapse", fit.block)}>
        <thead className={fit.head}>
          <tr>
            {props.columns.map((column) => (
              <th
                key={column.id}
                scope="col"
                className={cx(
                  "border-line border-b px-4 py-2.5 text-left text-small font-semibold text-ink-2",
                  column.numeric && "text-right",
                )}
              >
                {column.hideHeader ? <span className="sr-only">{column.header}</span> : column.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className={fit.block}>
          {props.rows.map((row) => (
            <tr key={props.rowKey(row)} className={cx("border-line border-t first:border-t-0", fit.row)}>
              {props.columns.map((column) => {
                const Cell = column.isRowHeader ? "th" : "td";
                return (
                  <Cell
                    key={column.id}
                    scope={column.isRowHeader ? "row" : undefined}
                    className={cx(
                      "h-11 px-4 py-2 text-left align-middle font-normal",
                      fit.cell,
                      column.numeric && "tnum",
                      column.numeric && fit.number,
                      column.wideOnly && fit.wideOnly,
                    )}
                  >
                    {column.labelled && (
                      <span className={cx("text-small text-ink-2", fit.label)}>{column.header}: </span>
                    )}
                    {column.cell(row)}
                  </Cell>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
