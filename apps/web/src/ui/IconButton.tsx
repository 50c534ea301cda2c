import type { LucideIcon } from "lucide-react";
import type { Ref } from "react";
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from "react-aria-components/Button";
import { classes } from "./classes.ts";
import { Icon } from "./Icon.tsx";
import { ariaKeys } from "./keys.ts";
import { Tooltip, type TooltipProps } from "./Tooltip.tsx";

export interface IconButtonProps
  extends Omit<AriaButtonProps, "children" | "className" | "style" | "aria-label"> {
  icon: LucideIcon;
  /** What it does: its accessible name and its tooltip. */
  label: string;
  /** The key that does the same, shown in the tooltip. */
  keys?: string;
  size?: "sm" | "md" | "lg";
  /** For toggles such as "show members": sets aria-pressed. */
  isPressed?: boolean;
  /** Why it is off. Keeps it focusable. */
  disabledReason?: string | false | null;
  tooltipPlacement?: TooltipProps["placement"];
  /** An edge around it: for lone icons on a card. */
  isOutlined?: boolean;
  className?: string;
  ref?: Ref<HTMLButtonElement>;
}

/** A button that is only an icon. It always has a label and shows it with its key on hover and focus. */
export function IconButton({
  icon,
  label,
  keys,
  size = "md",
  isPressed,
  disabledReason,
  tooltipPlacement = "top",
  isOutlined,
  className,
  ...rest
}: IconButtonProps) {
  const off = disabledReason ? { isDisabled: false, onPress: undefined, "aria-disabled": true } : {};
  return (
    <Tooltip
      text={disabledReason || label}
      keys={disabledReason ? undefined : keys}
      placement={tooltipPlacement}
      isAriaChild
    >
      <AriaButton
        {...rest}
        {...off}
        aria-label={label}
        aria-pressed={isPressed}
        aria-keyshortcuts={keys ? ariaKeys(keys) : undefined}
        className={classes(
          "icon-btn",
          size !== "md" && `icon-btn-${size}`,
          isOutlined && "icon-btn-outline",
          disabledReason && "is-off",
          className,
        )}
      >
        <Icon of={icon} size={size === "sm" ? 16 : 18} />
      </AriaButton>
    </Tooltip>
  );
}
