import { CircleAlert, type LucideIcon, Wifi, WifiOff } from "lucide-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { Icon } from "./Icon.tsx";

export interface BannerProps {
  tone?: "warning" | "success" | "danger" | "accent";
  icon?: LucideIcon;
  children: ReactNode;
  /** A link-like button at the right. */
  action?: ReactNode;
}

/** A bar 36 px high across a pane. */
export function Banner({ tone = "warning", icon = CircleAlert, children, action }: BannerProps) {
  return (
    <div className={`banner banner-${tone}`} role="status">
      <Icon of={icon} size={16} />
      <span className="grow">{children}</span>
      {action}
    </div>
  );
}

export interface ConnectionBannerProps {
  isOnline: boolean;
  /** "Offline since 10:32. What you write is kept." */
  offlineText: string;
  /** "Back online. 2 messages sent." */
  onlineText: string;
  action?: ReactNode;
}

/** Amber while offline (after one second, so that a blink shows nothing), green for three seconds when back. */
export function ConnectionBanner({ isOnline, offlineText, onlineText, action }: ConnectionBannerProps) {
  const [shown, setShown] = useState<"offline" | "back" | null>(null);
  const wasOffline = useRef(false);
  useEffect(() => {
    if (!isOnline) {
      const timer = setTimeout(() => {
        wasOffline.current = true;
        setShown("offline");
      }, 1000);
      return () => clearTimeout(timer);
    }
    if (!wasOffline.current) return;
    wasOffline.current = false;
    setShown("back");
    const timer = setTimeout(() => setShown(null), 3000);
    return () => clearTimeout(timer);
  }, [isOnline]);
  if (shown === "offline") {
    return (
      <Banner icon={WifiOff} action={action}>
        {offlineText}
      </Banner>
    );
  }
  if (shown === "back") {
    return (
      <Banner tone="success" icon={Wifi}>
        {onlineText}
      </Banner>
    );
  }
  return null;
}
