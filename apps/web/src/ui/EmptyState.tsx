import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { classes } from "./classes.ts";
import { Icon } from "./Icon.tsx";
import { Mark } from "./Mark.tsx";

export interface EmptyStateProps {
  title: string;
  children?: ReactNode;
  /** The mark stands there when no icon is given. */
  icon?: LucideIcon;
  /** Buttons: what to do next. */
  actions?: ReactNode;
  /** 1 where it is the whole page; 3 (default) inside a page with a heading of its own. */
  level?: 1 | 2 | 3;
  /** `danger` for what failed: what happened, what is kept, the next step. */
  tone?: "accent" | "danger" | "muted";
  className?: string;
}

/** A place with nothing in it yet, or that could not load: a sentence and what to do next. */
export function EmptyState({
  title,
  children,
  icon,
  actions,
  level = 3,
  tone = "accent",
  className,
}: EmptyStateProps) {
  const Heading = `h${level}` as const;
  return (
    <div className={classes("empty", className)} role={tone === "danger" ? "alert" : undefined}>
      <span className={`empty-icon empty-${tone}`}>
        {icon ? <Icon of={icon} size={22} /> : <Mark size={44} />}
      </span>
      <Heading>{title}</Heading>
      {children ? <p>{children}</p> : null}
      {actions ? <div className="row empty-actions">{actions}</div> : null}
    </div>
  );
}
