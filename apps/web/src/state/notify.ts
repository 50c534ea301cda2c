import { isPageInFront } from "./actions/reading.ts";
import { nameOf, store } from "./store.ts";
import type { State } from "./types.ts";
import { totals } from "./unread.ts";

let open: (channelId: string, messageId: string) => void = () => {};

/** What a click on a notification does; the router sets it. */
export function onOpenNotification(handler: typeof open): void {
  open = handler;
}

/** Desktop notifications and a sound for what calls for oneself, as the settings allow and unless one is busy. */
export function watchNotifications(): () => void {
  let before = store.get();
  return store.subscribe(() => {
    const state = store.get();
    const arrived = newCalls(before, state);
    before = state;
    if (arrived.length === 0 || state.settings.status === "dnd") return;
    const { viewing, settings } = state;
    for (const message of arrived) {
      if (isPageInFront() && viewing.channelId === message.channel_id && viewing.atBottom) continue;
      if (settings.notifications.sounds) chime();
      if (settings.notifications.desktop && !isPageInFront()) void show(state, message);
    }
  });
}

/** Messages that came between the two states and count in the badge: at most the last one of each conversation. */
function newCalls(before: State, state: State): { channel_id: string; id: string }[] {
  if (before.self?.id !== state.self?.id || before.privateChannels === state.privateChannels) return [];
  if (before.sessionId !== state.sessionId || totals(state).mentions <= totals(before).mentions) return [];
  const calls: { channel_id: string; id: string }[] = [];
  for (const [id, channel] of Object.entries(state.privateChannels)) {
    const was = before.privateChannels[id];
    if (!was || was.last_message_id === channel.last_message_id || !channel.last_message_id) continue;
    const counted = (state.readStates[id]?.mention_count ?? 0) > (before.readStates[id]?.mention_count ?? 0);
    if (counted) calls.push({ channel_id: id, id: channel.last_message_id });
  }
  return calls;
}

async function show(state: State, { channel_id, id }: { channel_id: string; id: string }): Promise<void> {
  if (typeof Notification === "undefined" || Notification.permission !== "granted") return;
  const channel = state.privateChannels[channel_id];
  const last = channel?.last_message;
  if (!channel || !last) return;
  const author = state.users[last.author_id];
  const who = author ? nameOf(author, state.relationships[author.id]?.nickname) : "Palabre";
  const title = channel.type === 3 && channel.name ? `${who} · ${channel.name}` : who;
  // Parsing Markdown is for conversations; whoever gets no notification need not load it for this.
  const [{ parseMarkdown }, { plainText }] = await Promise.all([
    import("../markdown/parseMarkdown.ts"),
    import("../markdown/plainText.ts"),
  ]);
  const body = plainText(parseMarkdown(last.content), {
    user: (id) => (state.users[id] ? nameOf(state.users[id]) : undefined),
    channel: (id) => state.privateChannels[id]?.name ?? undefined,
  });
  // One per conversation: a new message replaces the notification of the last.
  const note = new Notification(title, {
    body,
    tag: channel_id,
    icon: "/app-icon.svg",
  });
  note.onclick = () => {
    window.focus();
    open(channel_id, id);
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
