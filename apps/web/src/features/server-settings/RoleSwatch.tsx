import type { CSSProperties } from "react";

/** A role: a small square in its colour, hollow where it has none. */
export function RoleSwatch({ color }: { color: number }) {
  return (
    <i
      className={color ? "role-swatch" : "role-swatch is-none"}
      style={color ? ({ "--role": hexOf(color) } as CSSProperties) : undefined}
      aria-hidden
    />
  );
}

export const hexOf = (color: number): string => `#${color.toString(16).padStart(6, "0")}`;

/** `#rgb` and `#rrggbb`, with or without the sign; null when it is neither. */
export function parseHex(text: string): number | null {
  const digits = /^#?([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(text.trim())?.[1];
  if (!digits) return null;
  const six = digits.length === 3 ? [...digits].map((one) => one + one).join("") : digits;
  return Number.parseInt(six, 16);
}
