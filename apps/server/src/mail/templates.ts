import type { Mail } from "./mailer.ts";

export type Language = "en" | "fr";

/** What each mail says is made of. `instance` is the server's name, `name` the reader's user name. */
interface Facts {
  verify: { instance: string; name: string; url: string };
  /** A new address for an account that has one. */
  change: { instance: string; name: string; url: string };
  /** To the old address, when another was asked for. */
  changeAsked: { instance: string; name: string; newEmail: string };
  /** To the owner of a proven address that somebody registered or claimed anew. */
  alreadyYours: { instance: string; name: string; url: string };
  reset: { instance: string; name: string; url: string };
  passwordChanged: { instance: string; name: string; url: string };
  deleted: { instance: string; name: string };
  /** Of an application's or a server's address that events went to. */
  eventsStopped: { instance: string; name: string; hook: string; reason: "failing" | "gone" };
}

export type MailKind = keyof Facts;

type Template<F> = (facts: F) => [subject: string, ...paragraphs: string[]];
type Templates = { [K in MailKind]: Template<Facts[K]> };

const en: Templates = {
  verify: ({ instance, name, url }) => [
    `Confirm your address for ${instance}`,
    `Hello ${name},`,
    `Open this link to confirm that this address is yours. It works once, for 48 hours:`,
    url,
    `If you did not open an account on ${instance}, ignore this mail: nothing happens without the link.`,
  ],
  change: ({ instance, name, url }) => [
    `Confirm your new address for ${instance}`,
    `Hello ${name},`,
    `You want to use this address for your account on ${instance}. Open this link to confirm it. It works once, for 48 hours:`,
    url,
    `Until then your old address stays. If you did not ask for this, ignore this mail.`,
  ],
  changeAsked: ({ instance, name, newEmail }) => [
    `Your address on ${instance} is about to change`,
    `Hello ${name},`,
    `Somebody who knows your password asked to use ${newEmail} for your account from now on. It counts once it is confirmed there.`,
    `If that was not you, change your password now: that also ends every other log-in.`,
  ],
  alreadyYours: ({ instance, name, url }) => [
    `You already have an account on ${instance}`,
    `Hello ${name},`,
    `Somebody just gave this address for another account on ${instance}. The address stays yours, and your account is untouched.`,
    `If that was you and you only forgot your password, set a new one here:`,
    url,
    `Otherwise ignore this mail.`,
  ],
  reset: ({ instance, name, url }) => [
    `A new password for ${instance}`,
    `Hello ${name},`,
    `Open this link to choose a new password for the account ${name}. It works once, for one hour; afterwards every device logs in anew:`,
    url,
    `If you did not ask for this, ignore this mail: your password stays.`,
  ],
  passwordChanged: ({ instance, name, url }) => [
    `Your password on ${instance} was changed`,
    `Hello ${name},`,
    `The password of your account was changed just now, and other devices were logged out.`,
    `If that was not you, set a new one at once:`,
    url,
  ],
  deleted: ({ instance, name }) => [
    `Your account on ${instance} is deleted`,
    `Hello ${name},`,
    `Your account and everything personal in it were erased. What you wrote stays where you wrote it, by "deleted user".`,
  ],
  eventsStopped: ({ instance, name, hook, reason }) => [
    `Events of ${hook} are no longer posted`,
    `Hello ${name},`,
    reason === "gone"
      ? `The address that events of ${hook} went to answered that it is gone. Nothing more is posted there.`
      : `The address that events of ${hook} went to took nothing for a whole day. Nothing more is posted there.`,
    `Once it answers again, switch the events back on in the settings on ${instance}. What was waiting is not sent.`,
  ],
};

const fr: Templates = {
  verify: ({ instance, name, url }) => [
    `Confirmez votre adresse pour ${instance}`,
    `Bonjour ${name},`,
    `Ouvrez ce lien pour confirmer que cette adresse est la vôtre. Il fonctionne une fois, pendant 48 heures :`,
    url,
    `Si vous n’avez pas ouvert de compte sur ${instance}, ignorez ce message : rien ne se passe sans ce lien.`,
  ],
  change: ({ instance, name, url }) => [
    `Confirmez votre nouvelle adresse pour ${instance}`,
    `Bonjour ${name},`,
    `Vous voulez utiliser cette adresse pour votre compte sur ${instance}. Ouvrez ce lien pour la confirmer. Il fonctionne une fois, pendant 48 heures :`,
    url,
    `D’ici là, votre ancienne adresse reste en place. Si vous n’avez rien demandé, ignorez ce message.`,
  ],
  changeAsked: ({ instance, name, newEmail }) => [
    `Votre adresse sur ${instance} va changer`,
    `Bonjour ${name},`,
    `Une personne qui connaît votre mot de passe a demandé à utiliser désormais ${newEmail} pour votre compte. Le changement aura lieu une fois confirmé à cette adresse.`,
    `Si ce n’était pas vous, changez votre mot de passe maintenant : cela ferme aussi toutes les autres sessions.`,
  ],
  alreadyYours: ({ instance, name, url }) => [
    `Vous avez déjà un compte sur ${instance}`,
    `Bonjour ${name},`,
    `Quelqu’un vient d’indiquer cette adresse pour un autre compte sur ${instance}. L’adresse reste la vôtre et votre compte est intact.`,
    `Si c’était vous et que vous avez simplement oublié votre mot de passe, choisissez-en un nouveau ici :`,
    url,
    `Sinon, ignorez ce message.`,
  ],
  reset: ({ instance, name, url }) => [
    `Un nouveau mot de passe pour ${instance}`,
    `Bonjour ${name},`,
    `Ouvrez ce lien pour choisir un nouveau mot de passe pour le compte ${name}. Il fonctionne une fois, pendant une heure ; ensuite, chaque appareil devra se reconnecter :`,
    url,
    `Si vous n’avez rien demandé, ignorez ce message : votre mot de passe ne change pas.`,
  ],
  passwordChanged: ({ instance, name, url }) => [
    `Votre mot de passe sur ${instance} a changé`,
    `Bonjour ${name},`,
    `Le mot de passe de votre compte vient d’être changé, et les autres appareils ont été déconnectés.`,
    `Si ce n’était pas vous, choisissez-en un nouveau tout de suite :`,
    url,
  ],
  deleted: ({ instance, name }) => [
    `Votre compte sur ${instance} est supprimé`,
    `Bonjour ${name},`,
    `Votre compte et tout ce qu’il contenait de personnel ont été effacés. Ce que vous avez écrit reste là où vous l’avez écrit, sous le nom d’« utilisateur supprimé ».`,
  ],
  eventsStopped: ({ instance, name, hook, reason }) => [
    `Les événements de ${hook} ne sont plus envoyés`,
    `Bonjour ${name},`,
    reason === "gone"
      ? `L’adresse qui recevait les événements de ${hook} a répondu qu’elle n’existe plus. Plus rien n’y est envoyé.`
      : `L’adresse qui recevait les événements de ${hook} n’a rien accepté pendant une journée entière. Plus rien n’y est envoyé.`,
    `Quand elle répondra de nouveau, rétablissez les événements dans les paramètres sur ${instance}. Ce qui attendait n’est pas envoyé.`,
  ],
};

const LANGUAGES: Record<Language, Templates> = { en, fr };

/** One mail in the reader's language: plain text, a blank line between paragraphs. */
export function writeMail<K extends MailKind>(
  kind: K,
  { to, language }: { to: string; language: Language },
  facts: Facts[K],
): Mail {
  const [subject, ...paragraphs] = LANGUAGES[language][kind](facts);
  return { to, subject, text: `${paragraphs.join("\n\n")}\n\n${facts.instance}\n` };
}

/** The language somebody reads: their own choice, else their browser's, else English. */
export function chooseLanguage(
  chosen: "system" | Language | undefined,
  acceptLanguage: string | undefined,
): Language {
  if (chosen === "en" || chosen === "fr") return chosen;
  for (const range of (acceptLanguage ?? "").split(",").slice(0, 20)) {
    const primary = range.trim().slice(0, 2).toLowerCase();
    if (primary === "en" || primary === "fr") return primary;
  }
  return "en";
}
