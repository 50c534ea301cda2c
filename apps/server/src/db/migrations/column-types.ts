import type { ColumnDataType } from "kysely";

/** Where the two databases name a column's type differently. */
export interface ColumnTypes {
  /** A snowflake or a time: 64 bits. */
  id: ColumnDataType;
  /** An id that is the table's key; on SQLite it is the row's own number, which needs no second index. */
  primaryId: ColumnDataType;
}
