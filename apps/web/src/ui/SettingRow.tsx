import type { ReactNode } from "react";

export interface SettingRowProps {
  title: ReactNode;
  description?: ReactNode;
  icon?: ReactNode;
  /** The control at the right: a button, a select, a tag. */
  children?: ReactNode;
}

/** A row of a settings card: what it is, what it does, the control. `<div className="card">` holds several. */
export function SettingRow({ title, description, icon, children }: SettingRowProps) {
  return (
    <div className="prow">
      {icon ? <span className="ico">{icon}</span> : null}
      <span className="txt">
        <b>{title}</b>
        {description ? <span>{description}</span> : null}
      </span>
      {children}
    </div>
  );
}
