import { Fragment, type ReactNode } from "react";

/** Stands for the nth element in a translated sentence; private use, so no language writes it. */
export const slot = (index: number) => String.fromCharCode(0xe000 + index);

/** A sentence with elements in it: `<Rich text={m.added({ who: slot(0), whom: slot(1) })} parts={[<b/>, <b/>]} />`. */
export function Rich({ text, parts }: { text: string; parts: readonly ReactNode[] }) {
  return text.split(/([\ue000-\ue00f])/).map((piece, index) => {
    const code = piece.charCodeAt(0) - 0xe000;
    const part = piece.length === 1 && code >= 0 && code < parts.length ? parts[code] : piece;
    // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one sentence never move.
    return <Fragment key={index}>{part}</Fragment>;
  });
}
