import type { LucideIcon } from "lucide-react";
import type { ReactNode, Ref } from "react";
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from "react-aria-components/Button";
import { classes } from "./classes.ts";
import { Icon } from "./Icon.tsx";
import { Tooltip } from "./Tooltip.tsx";

export type ButtonVariant = "primary" | "secondary" | "outline" | "ghost" | "danger" | "link";
export type ButtonSize = "sm" | "md" | "lg";

export interface ButtonProps
  extends Omit<AriaButtonProps, "children" | "className" | "isDisabled" | "style"> {
  children: ReactNode;
  /** One primary in a view. `secondary` is the default; `link` looks like words. */
  variant?: ButtonVariant;
  /** 28, 36 or 44 px; on touch screens everything is at least 44 high to the finger. */
  size?: ButtonSize;
  icon?: LucideIcon;
  /** Prefer `disabledReason`: a button that is off should say why. */
  isDisabled?: boolean;
  /** Switches the button off, keeps it focusable, and says why in a tooltip. */
  disabledReason?: string | false | null;
  /** Takes the whole width of its container. */
  isWide?: boolean;
  className?: string;
  ref?: Ref<HTMLButtonElement>;
}

export function buttonClass(
  variant: ButtonVariant = "secondary",
  size: ButtonSize = "md",
  isWide = false,
): string {
  if (variant === "link") return "link-btn";
  return classes(
    "btn",
    variant !== "secondary" && `btn-${variant}`,
    size !== "md" && `btn-${size}`,
    isWide && "btn-wide",
  );
}

/** A button. `onPress` for mouse, touch and keyboard alike; `isPending` while its work is under way. */
export function Button({
  children,
  variant = "secondary",
  size = "md",
  icon,
  disabledReason,
  isWide = false,
  className,
  ...rest
}: ButtonProps) {
  const shown = classes(buttonClass(variant, size, isWide), className);
  const inside = (
    <>
      {icon ? <Icon of={icon} size={size === "lg" ? 18 : size === "sm" ? 14 : 16} /> : null}
      {children}
    </>
  );
  if (disabledReason) {
    // Not `disabled`: it must stay reachable by keyboard, or nobody learns the reason.
    const off = { ...rest, isDisabled: false, type: "button" as const, onPress: undefined };
    return (
      <Tooltip text={disabledReason} isAriaChild>
        <AriaButton {...off} className={classes(shown, "is-off")} aria-disabled>
          {inside}
        </AriaButton>
      </Tooltip>
    );
  }
  return (
    <AriaButton {...rest} className={shown}>
      {inside}
    </AriaButton>
  );
}
