/** The crown whose trunk is the tail of a bubble. One path, one colour (`currentColor`); never below 16 px. */
export const markPath =
  "M16 2.5c3.1 0 5.8 1.5 7.3 3.9a7.6 7.6 0 0 1 .9 15.1c-2.3 0-4.3.6-5.2 2.6-1.2 2.7-3.9 4.9-8.2 5.6 1.9-2 2.7-4.1 2.4-5.9-.3-1.6-2.3-2.3-5.4-2.3a7.6 7.6 0 0 1 .9-15.1C10.2 4 12.9 2.5 16 2.5z";

export function Mark({ size = 30 }: { size?: number }) {
  return (
    <svg viewBox="0 0 32 32" width={size} height={size} fill="currentColor" aria-hidden="true">
      <path d={markPath} />
    </svg>
  );
}
