import type { ReactNode } from "react";
import { Dialog, Modal, ModalOverlay } from "react-aria-components/Modal";

export interface SheetProps {
  label: string;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  children: ReactNode;
}

/** A surface that comes from the bottom of a phone, where the thumb is. A press above closes it. */
export function Sheet({ label, isOpen, onOpenChange, children }: SheetProps) {
  return (
    <ModalOverlay isOpen={isOpen} onOpenChange={onOpenChange} isDismissable className="overlay overlay-sheet">
      <Modal className="sheet">
        <Dialog aria-label={label} className="sheet-in">
          <i className="sheet-grip" aria-hidden />
          {children}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
