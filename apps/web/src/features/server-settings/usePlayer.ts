import { useCallback, useEffect, useRef, useState } from "react";
import * as m from "../../paraglide/messages.js";
import { toast } from "../../ui/toast.ts";

export const soundUrl = (id: string): string => `/soundboard-sounds/${id}`;

export interface Player {
  /** The id of what is heard. */
  playing: string | null;
  /** One at a time: another ends. */
  play: (id: string, url: string, volume: number) => void;
  stop: () => void;
}

/** Plays short sounds; silent once the page is left. */
export function usePlayer(): Player {
  const [playing, setPlaying] = useState<string | null>(null);
  const audio = useRef<HTMLAudioElement>(undefined);
  const stop = useCallback(() => {
    audio.current?.pause();
    audio.current = undefined;
    setPlaying(null);
  }, []);
  const play = useCallback(
    (id: string, url: string, volume: number) => {
      stop();
      const next = new Audio(url);
      audio.current = next;
      next.volume = volume;
      next.onended = () => audio.current === next && stop();
      setPlaying(id);
      next.play().catch(() => {
        // Another one, or silence, was asked for before it could begin.
        if (audio.current !== next) return;
        stop();
        toast({ tone: "danger", title: m.sound_failed() });
      });
    },
    [stop],
  );
  useEffect(() => stop, [stop]);
  return { playing, play, stop };
}
