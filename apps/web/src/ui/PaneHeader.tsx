import { ArrowLeft } from "lucide-react";
import type { ReactNode } from "react";
import * as m from "../paraglide/messages.js";
import { IconButton } from "./IconButton.tsx";

export interface PaneHeaderProps {
  /** The page's `<h1>`. */
  title: ReactNode;
  /** Before the title: an avatar, an icon. */
  lead?: ReactNode;
  /** After the title, muted: a topic, a presence. Hidden below 1180. */
  topic?: ReactNode;
  /** At the right. */
  children?: ReactNode;
  /** Shows a back button on phones. */
  onBack?: () => void;
}

/** The 52 px head of the main pane (56 on phones). */
export function PaneHeader({ title, lead, topic, children, onBack }: PaneHeaderProps) {
  return (
    <header className="main-head">
      {onBack ? (
        <IconButton
          className="only-narrow"
          icon={ArrowLeft}
          label={m.common_back()}
          size="lg"
          onPress={onBack}
        />
      ) : null}
      <h1 className="pane-title">
        {lead}
        <span className="truncate">{title}</span>
      </h1>
      {topic ? <div className="topic truncate">{topic}</div> : null}
      <span className="grow" />
      {children}
    </header>
  );
}
