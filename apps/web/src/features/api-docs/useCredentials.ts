import { useEffect, useState } from "react";
import { isLoggedIn, seemsLoggedIn } from "../auth/session.ts";

export type Way = "session" | "bot" | "bearer" | "none";

export interface Credentials {
  way: Way;
  setWay: (way: Way) => void;
  /** Of the bot or the bearer. In memory alone: neither storage nor address ever hold it. */
  token: string;
  setToken: (token: string) => void;
  /** Whether there is a session to ask with. */
  hasSession: boolean;
}

/** As whom one asks; kept while one goes from operation to operation, and gone with the page. */
export function useCredentials(): Credentials {
  const [hasSession, setSession] = useState(seemsLoggedIn);
  const [chosen, setWay] = useState<Way | null>(null);
  const [token, setToken] = useState("");
  useEffect(() => {
    let isHere = true;
    void isLoggedIn().then((is) => isHere && setSession(is));
    return () => {
      isHere = false;
    };
  }, []);
  return { way: chosen ?? (hasSession ? "session" : "none"), setWay, token, setToken, hasSession };
}
