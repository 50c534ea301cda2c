import type { OnLocal } from "./apply.ts";
import { received } from "./messages.ts";

export const onLocal: OnLocal = {
  pending_added: (state, { message }) =>
    state.outbox.some((one) => one.nonce === message.nonce)
      ? state
      : { ...state, outbox: [...state.outbox, message] },
  pending_changed: (state, { nonce, change }) =>
    state.outbox.some((one) => one.nonce === nonce)
      ? { ...state, outbox: state.outbox.map((one) => (one.nonce === nonce ? { ...one, ...change } : one)) }
      : state,
  pending_sent(state, { nonce, message }) {
    const outbox = state.outbox.filter((one) => one.nonce !== nonce);
    return received({ ...state, outbox }, message);
  },
  pending_removed: (state, { nonce }) =>
    state.outbox.some((one) => one.nonce === nonce)
      ? { ...state, outbox: state.outbox.filter((one) => one.nonce !== nonce) }
      : state,
};
