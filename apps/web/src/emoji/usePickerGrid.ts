import { useState } from "react";

/** A row of a grid: the number of its first cell among all, and how many it has. */
export interface PickerRow {
  start: number;
  size: number;
}

/** Groups of cells in rows of so many columns; each group begins a row. */
export function rowsOf(sizes: readonly number[], columns: number): PickerRow[] {
  let start = 0;
  return sizes.flatMap((size) => {
    const rows: PickerRow[] = [];
    for (let at = 0; at < size; at += columns) {
      rows.push({ start: start + at, size: Math.min(columns, size - at) });
    }
    start += size;
    return rows;
  });
}

/** The cell one row up or down in the same column, over the ragged ends of groups; undefined past the first and last. */
export function cellBeside(rows: readonly PickerRow[], active: number, by: 1 | -1): number | undefined {
  const at = rows.findIndex(({ start, size }) => start <= active && active < start + size);
  const from = rows[at];
  const to = rows[at + by];
  return from && to && Math.min(to.start + to.size - 1, to.start + (active - from.start));
}

/** The active cell of a grid whose search field has the focus, and the keys that move it. */
export function usePickerGrid({
  rows,
  show,
  pick,
}: {
  rows: () => readonly PickerRow[];
  /** Scrolls to a cell. */
  show: (at: number) => void;
  /** @param isMore Shift was held */
  pick: (at: number, isMore: boolean) => void;
}) {
  const [active, setActive] = useState(0);

  function move(to: number) {
    const last = rows().at(-1);
    const next = Math.max(0, Math.min(last ? last.start + last.size - 1 : 0, to));
    setActive(next);
    show(next);
  }

  function moveRow(by: 1 | -1) {
    const next = cellBeside(rows(), active, by);
    if (next !== undefined) move(next);
  }

  function onKeyDown(event: React.KeyboardEvent) {
    const keys: Record<string, () => void> = {
      ArrowDown: () => moveRow(1),
      ArrowUp: () => moveRow(-1),
      ArrowRight: () => move(active + 1),
      ArrowLeft: () => move(active - 1),
      Enter: () => pick(active, event.shiftKey),
    };
    const action = keys[event.key];
    if (!action || event.ctrlKey || event.metaKey || event.altKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    action();
  }

  return { active, setActive, onKeyDown };
}
