import type { ReactNode } from "react";
import { cx } from "@/lib/cx";

export type Column<Row> = {
  id: string;
  header: string;
  cell: (row: Row) => ReactNode;
  /** Not shown on narrow screens, where `Table` shows cards of lines. */
  wideOnly?: boolean;
  numeric?: boolean;
  /** The column that names the row. */
  isRowHeader?: boolean;
  hideHeader?: boolean;
};

/** A table on desks, one card of lines per row on phones. Sorting and filters live in the URL, as links. */
export function Table<Row>(props: {
  label: string;
  columns: ReadonlyArray<Column<Row>>;
  rows: readonly Row[];
  rowKey: (row: Row) => string;
}) {
  return (
    <div className="overflow-hidden rounded-card border border-line bg-surface">
      <table aria-label={props.label} className="w-full border-collapse max-md:block">
        <thead className="max-md:sr-only">
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
        <tbody className="max-md:block">
          {props.rows.map((row) => (
            <tr key={props.rowKey(row)} className="border-line border-t first:border-t-0 max-md:block max-md:p-4">
              {props.columns.map((column) => {
                const Cell = column.isRowHeader ? "th" : "td";
                return (
                  <Cell
                    key={column.id}
                    scope={column.isRowHeader ? "row" : undefined}
                    className={cx(
                      "h-11 px-4 py-2 text-left align-middle font-normal max-md:block max-md:h-auto max-md:px-0 max-md:py-0.5",
                      column.numeric && "tnum md:text-right",
                      column.wideOnly && "max-md:hidden",
                    )}
                  >
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
