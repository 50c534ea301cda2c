import type { Compilable, CompiledQuery, DialectAdapter, Expression, QueryResult } from "kysely";
import { sql as raw } from "kysely";
import type { Sql } from "./database.ts";

/** Stands in a query for a value that comes with each call; for a list, one stands for each element. */
export type Slots<V> = {
  [K in keyof V]: V[K] extends readonly (infer E)[] ? Expression<E>[] : Expression<V[K]>;
};

/** Marks a parameter of the compiled query as a slot. */
class Slot {
  readonly name: string;
  /** Position in a list. */
  readonly index: number | undefined;

  constructor(name: string, index?: number) {
    this.name = name;
    this.index = index;
  }
}

type Values = Record<string, unknown>;

/** An adapter that has this answers a compiled query at once, without the half dozen promises of Kysely's own way. */
export interface DirectAdapter extends DialectAdapter {
  answer<O>(text: string, parameters: readonly unknown[]): QueryResult<O>;
}

const isDirect = (adapter: DialectAdapter): adapter is DirectAdapter => "answer" in adapter;

/**
 * A query that is built and compiled the first time it runs, and only bound afterwards: building one takes longer than
 * SQLite takes to answer it, so what every message or request asks goes through here. `build` must make the same query
 * whatever is in the slots; lists of another length are another query, so bound their number (see `inList`).
 */
export function compileOnce<V extends object, O>(
  build: (sql: Sql, slots: Slots<V>) => Compilable<O>,
): (sql: Sql, values: V) => Promise<QueryResult<O>> {
  const dialects = new WeakMap<DialectAdapter, Map<string, CompiledQuery<O>>>();
  return async (sql, values) => {
    const { adapter } = sql.getExecutor();
    let known = dialects.get(adapter);
    if (known === undefined) {
      known = new Map();
      dialects.set(adapter, known);
    }
    const shape = shapeOf(values as Values);
    let compiled = known.get(shape);
    if (compiled === undefined) {
      compiled = build(sql, slotsFor(values as Values) as Slots<V>).compile();
      known.set(shape, compiled);
    }
    const parameters = compiled.parameters.map((parameter) => fill(parameter, values as Values));
    if (isDirect(adapter)) return adapter.answer<O>(compiled.sql, parameters);
    return sql.executeQuery({ ...compiled, parameters });
  };
}

/** The lengths of the lists; empty when there are none. */
function shapeOf(values: Values): string {
  let shape = "";
  for (const name in values) {
    const value = values[name];
    if (Array.isArray(value)) shape += `${name}:${value.length};`;
  }
  return shape;
}

function slotsFor(values: Values): Values {
  const slots: Values = {};
  for (const name in values) {
    const value = values[name];
    slots[name] = Array.isArray(value)
      ? value.map((_, index) => raw.val(new Slot(name, index)))
      : raw.val(new Slot(name));
  }
  return slots;
}

function fill(parameter: unknown, values: Values): unknown {
  if (!(parameter instanceof Slot)) return parameter;
  const value = values[parameter.name];
  return parameter.index === undefined ? value : (value as unknown[])[parameter.index];
}
