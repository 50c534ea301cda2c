import { X } from "lucide-react";
import type { ReactNode } from "react";
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from "react-aria-components/Modal";
import * as m from "../paraglide/messages.js";
import { classes } from "./classes.ts";
import { IconButton } from "./IconButton.tsx";

export interface DialogProps {
  title: ReactNode;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  children: ReactNode;
  /** Buttons at the foot, the primary one last. */
  actions?: ReactNode;
  /** 440 px (default) or 600. */
  size?: "md" | "lg";
  /** `alertdialog` for questions that interrupt. */
  role?: "dialog" | "alertdialog";
  /** Whether a press outside closes it. Forms with typed text should say no. */
  isDismissable?: boolean;
  /** A cross in the corner, where the actions have no "not now". */
  hasClose?: boolean;
  className?: string;
}

/** A window over the page: focus stays inside, Escape closes, and the page behind cannot be reached. */
export function Dialog({
  title,
  isOpen,
  onOpenChange,
  children,
  actions,
  size = "md",
  role = "dialog",
  isDismissable = true,
  hasClose,
  className,
}: DialogProps) {
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      isDismissable={isDismissable}
      className="overlay"
    >
      <Modal className={classes("dialog", size === "lg" && "dialog-lg", className)}>
        <AriaDialog role={role} className="dialog-in">
          <header className="dialog-head">
            <Heading slot="title" className="grow">
              {title}
            </Heading>
            {hasClose ? (
              <IconButton slot={null} icon={X} label={m.common_close()} onPress={() => onOpenChange(false)} />
            ) : null}
          </header>
          <div className="dialog-body">{children}</div>
          {actions ? <div className="acts">{actions}</div> : null}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
