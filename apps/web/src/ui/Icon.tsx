import type { LucideIcon } from "lucide-react";
import { classes } from "./classes.ts";

/** The sheet says the size: an attribute alone would lose against `.i`. */
const SIZE_CLASS = { 14: "i-xs", 16: "i-sm", 18: "", 22: "i-lg" } as const;

export interface IconProps {
  /** A Lucide icon: `<Icon of={Settings} />`. */
  of: LucideIcon;
  /** Pixels: 14, 16, 18 (default) or 22. */
  size?: 14 | 16 | 18 | 22;
  className?: string;
}

/** A Lucide icon in the weight of the design. Decorative: whatever holds it carries the words. */
export function Icon({ of: Glyph, size = 18, className }: IconProps) {
  return (
    <Glyph className={classes("i", SIZE_CLASS[size], className)} size={size} strokeWidth={1.75} aria-hidden />
  );
}
