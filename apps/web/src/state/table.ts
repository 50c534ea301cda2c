import type { Table } from "./types.ts";

/** The table with `key` set; the same one when nothing changes. */
export function put<T>(table: Table<T>, key: string, value: T): Table<T> {
  return table[key] === value ? table : { ...table, [key]: value };
}

/** The table without `key`; the same one when it had none. */
export function drop<T>(table: Table<T>, key: string): Table<T> {
  if (!(key in table)) return table;
  const { [key]: _, ...rest } = table;
  return rest;
}

export function tableOf<T>(items: readonly T[], key: (item: T) => string): Table<T> {
  return Object.fromEntries(items.map((item) => [key(item), item]));
}
