import { Plus, Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "../../ui/Button.tsx";
import { focusInPlace } from "../../ui/focusInPlace.ts";
import { IconButton } from "../../ui/IconButton.tsx";

/** The list with another in the place of one. */
export const replaceAt = <T,>(list: readonly T[], at: number, next: T): T[] =>
  list.map((one, n) => (n === at ? next : one));
export const withoutAt = <T,>(list: readonly T[], at: number): T[] => list.filter((_, n) => n !== at);

/** Lines that are filled in, taken out and added to. */
export function LineFields<T>({
  lines,
  least = 0,
  most,
  fresh,
  addLabel,
  removeLabel,
  onChange,
  children,
}: {
  lines: readonly T[];
  /** As many stay. */
  least?: number;
  most: number;
  /** What a new one has; null where there is nothing to fill one with. */
  fresh: T | null;
  addLabel: string;
  removeLabel: (line: T, at: number) => string;
  onChange: (lines: T[]) => void;
  children: (line: T, put: (next: T) => void, at: number) => ReactNode;
}) {
  return (
    <>
      {lines.map((line, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line has no name but its place.
        <div className="line-field" key={at}>
          {children(line, (next) => onChange(replaceAt(lines, at, next)), at)}
          {lines.length > least ? (
            <IconButton
              icon={Trash2}
              label={removeLabel(line, at)}
              onPress={({ target }) => {
                const all = target.closest(".line-field")?.parentElement;
                onChange(withoutAt(lines, at));
                focusInPlace(all, ":scope > .line-field", at, ":scope > .row button");
              }}
            />
          ) : null}
        </div>
      ))}
      {lines.length < most && fresh !== null ? (
        <div className="row">
          <Button size="sm" icon={Plus} onPress={() => onChange([...lines, fresh])}>
            {addLabel}
          </Button>
        </div>
      ) : null}
    </>
  );
}
