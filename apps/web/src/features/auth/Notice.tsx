import { Sprout } from "lucide-react";
import type { ReactNode } from "react";
import { Icon } from "../../ui/Icon.tsx";

/** A quiet card above a form, such as "you are the first here". */
export function Notice({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="notice">
      <Icon of={Sprout} />
      <div>
        <b>{title}</b>
        <p>{children}</p>
      </div>
    </div>
  );
}
