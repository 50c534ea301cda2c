import type { CSSProperties } from "react";

/** A role's colour for text: the theme keeps its hue and moves its lightness until it can be read. None for 0 or null. */
export function roleColor(color: number | null | undefined): {
  className: string | undefined;
  style: CSSProperties | undefined;
} {
  if (!color) return { className: undefined, style: undefined };
  const hex = `#${color.toString(16).padStart(6, "0")}`;
  return { className: "in-role-color", style: { "--role": hex } as CSSProperties };
}
