import type { APIGuildMember, Snowflake } from "@palabre/protocol";
import { Dialog } from "../../ui/Dialog.tsx";
import { MemberPicker } from "./MemberPicker.tsx";

/** Chooses one member in a window. */
export function MemberDialog({
  title,
  guildId,
  isOpen,
  onOpenChange,
  isLeftOut,
  onChoose,
}: {
  title: string;
  guildId: Snowflake;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  isLeftOut?: (member: APIGuildMember) => boolean;
  onChoose: (member: APIGuildMember) => void;
}) {
  return (
    <Dialog title={title} isOpen={isOpen} onOpenChange={onOpenChange} hasClose>
      <MemberPicker guildId={guildId} label={title} isLeftOut={isLeftOut} onChoose={onChoose} autoFocus />
    </Dialog>
  );
}
