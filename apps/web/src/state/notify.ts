import { parseMarkdown } from "../markdown/parseMarkdown.ts";
import { plainText } from "../markdown/plainText.ts";
import { isPageInFront } from "./actions/reading.ts";
import { channelOf, guildIdOf, isPrivate } from "./channel.ts";
import { memberName } from "./guilds.ts";
import { openNotification } from "./notify-open.ts";
import { nameOf, store } from "./store.ts";
import { stickerLine, textNames } from "./text-names.ts";
import type { ReceivedMessage, State } from "./types.ts";

/** A sound and a notification on the desktop for a message that is worth one, as the settings allow. */
export function notify(message: ReceivedMessage): void {
  const state = store.get();
  const { settings } = state;
  if (settings.notifications.sounds) chime();
  if (settings.notifications.desktop && !isPageInFront()) show(state, message);
}

function show(state: State, message: ReceivedMessage): void {
  if (typeof Notification === "undefined" || Notification.permission !== "granted") return;
  const { channel_id: channelId, author, content, mentions, poll } = message;
  const channel = channelOf(state, channelId);
  if (!channel) return;
  const guildId = guildIdOf(channel);
  const nickname = state.relationships[author.id]?.nickname;
  const who = isPrivate(channel) ? nameOf(author, nickname) : memberName(state, guildId, author);
  const guild = guildId === null ? undefined : state.guilds[guildId]?.name;
  const where = isPrivate(channel) ? channel.name : `#${channel.name}`;
  // One per conversation: a new message replaces the notification of the last.
  const note = new Notification([who, channel.type === 1 ? null : where, guild].filter(Boolean).join(" · "), {
    body:
      plainText(parseMarkdown(content || (poll?.question.text ?? "")), textNames(state, guildId, mentions)) ||
      stickerLine(message),
    tag: channelId,
    icon: "/app-icon.svg",
  });
  note.onclick = () => {
    window.focus();
    openNotification(channelId, message.id);
    note.close();
  };
}

let audio: AudioContext | undefined;
let lastChime = 0;

/** Two soft wooden notes, drawn with oscillators: no file to fetch. At most one every two seconds. */
export function chime(): void {
  const now = Date.now();
  if (now - lastChime < 2_000 || !navigator.userActivation?.hasBeenActive) return;
  lastChime = now;
  audio ??= new AudioContext();
  const start = audio.currentTime + 0.02;
  for (const [n, frequency] of [523.25, 783.99].entries()) {
    const tone = audio.createOscillator();
    const level = audio.createGain();
    const at = start + n * 0.09;
    tone.type = "triangle";
    tone.frequency.value = frequency;
    level.gain.setValueAtTime(0, at);
    level.gain.linearRampToValueAtTime(0.08, at + 0.01);
    level.gain.exponentialRampToValueAtTime(0.0001, at + 0.35);
    tone.connect(level).connect(audio.destination);
    tone.start(at);
    tone.stop(at + 0.4);
  }
}
