import { formatNumber } from "../i18n/format.ts";
import { classes } from "./classes.ts";

export interface BadgeProps {
  count: number;
  /** Amber means "you are called" (mentions, requests). Quiet is a plain count of unread. */
  isQuiet?: boolean;
  /** What is counted, read out in place of the number: "3 mentions". */
  label?: string;
  className?: string;
}

/** A count. Nothing at all for zero, "99+" above 99. */
export function Badge({ count, isQuiet, label, className }: BadgeProps) {
  if (count <= 0) return null;
  return (
    <span className={classes("badge", isQuiet && "badge-quiet", className)}>
      <span aria-hidden={label ? true : undefined}>{count > 99 ? "99+" : formatNumber(count)}</span>
      {label ? <span className="vh">{label}</span> : null}
    </span>
  );
}
