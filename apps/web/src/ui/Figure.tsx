import type { ReactNode } from "react";

export interface FigureProps {
  label: string;
  /** The number, already formatted. */
  value: ReactNode;
  /** What it means or how it changed, in words. */
  note?: ReactNode;
  tone?: "up" | "down";
}

/** A number on a card: `<dl className="figs">` holds several. */
export function Figure({ label, value, note, tone }: FigureProps) {
  return (
    <div className="card fig">
      <dt className="muted">{label}</dt>
      <dd className="display">{value}</dd>
      {note ? <dd className={tone ? `delta ${tone}` : "delta"}>{note}</dd> : null}
    </div>
  );
}
