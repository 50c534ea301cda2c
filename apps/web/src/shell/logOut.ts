import { setLoggedIn } from "../features/auth/session.ts";
import { endSession } from "../state/session.ts";

let leaving = false;

/** True while somebody logs out by choice: the next log-in then starts at home, not where they left. */
export function isLeaving(): boolean {
  return leaving;
}

/** Ends this log-in, here and on the server. The signed-in shell then shows the door. */
export async function logOut(): Promise<void> {
  leaving = true;
  try {
    await endSession();
  } finally {
    setLoggedIn(false);
    // The shell has moved on by the next task.
    setTimeout(() => {
      leaving = false;
    });
  }
}
