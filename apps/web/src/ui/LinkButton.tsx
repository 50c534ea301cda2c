import { createLink } from "@tanstack/react-router";
import type { LucideIcon } from "lucide-react";
import type { AnchorHTMLAttributes, Ref } from "react";
import { type ButtonSize, type ButtonVariant, buttonClass } from "./Button.tsx";
import { classes } from "./classes.ts";
import { Icon } from "./Icon.tsx";

interface AnchorButtonProps extends AnchorHTMLAttributes<HTMLAnchorElement> {
  variant?: ButtonVariant;
  size?: ButtonSize;
  icon?: LucideIcon;
  isWide?: boolean;
  ref?: Ref<HTMLAnchorElement>;
}

function AnchorButton({ variant, size, icon, isWide, className, children, ...rest }: AnchorButtonProps) {
  return (
    <a {...rest} className={classes(buttonClass(variant, size, isWide), className)}>
      {icon ? <Icon of={icon} size={size === "sm" ? 14 : 16} /> : null}
      {children}
    </a>
  );
}

/** A link that looks like a button: `<LinkButton to="/friends/add" variant="primary">`. For going, not for doing. */
export const LinkButton = createLink(AnchorButton);
