/** Bits of `entrance`, by which a server says how one comes in. Palabre's own: `features` has documented ones alone. */
export const Entrance = {
  /** Those who are new are asked questions. */
  onboarding: 1,
  /** Those who are new find a guide. */
  guide: 2,
  /** One comes in once somebody has read one's application. */
  applications: 4,
} as const;
