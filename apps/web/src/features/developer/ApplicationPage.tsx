import { ApiError, type OwnApplication } from "@palabre/client";
import { useParams } from "@tanstack/react-router";
import {
  Bot,
  Globe,
  Info,
  KeyRound,
  Link2,
  type LucideIcon,
  Rocket,
  SearchX,
  Send,
  Smile,
  TriangleAlert,
} from "lucide-react";
import { type ComponentType, useCallback } from "react";
import * as m from "../../paraglide/messages.js";
import { applicationApi } from "../../state/application-api.ts";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { LinkButton } from "../../ui/LinkButton.tsx";
import { useLoaded } from "../admin/useLoaded.ts";
import { Frame } from "../server-settings/Frame.tsx";
import { Loading } from "../server-settings/Loading.tsx";
import type { ApplicationProps } from "./application.ts";
import { BotSection } from "./BotSection.tsx";
import { DangerSection } from "./DangerSection.tsx";
import { EmojisSection } from "./EmojisSection.tsx";
import { EndpointSection } from "./EndpointSection.tsx";
import { EventsSection } from "./EventsSection.tsx";
import { GeneralSection } from "./GeneralSection.tsx";
import { InstallSection } from "./InstallSection.tsx";
import { OAuth2Section } from "./OAuth2Section.tsx";
import { StartSection } from "./StartSection.tsx";
import "./developer.css";
import "./errorWords.ts";

interface Section {
  id: string;
  name: () => string;
  icon: LucideIcon;
  Body: ComponentType<ApplicationProps>;
}

const SECTIONS: readonly [Section, ...Section[]] = [
  { id: "general", name: m.dev_general, icon: Info, Body: GeneralSection },
  { id: "start", name: m.dev_start, icon: Rocket, Body: StartSection },
  { id: "bot", name: m.dev_bot, icon: Bot, Body: BotSection },
  { id: "emoji", name: m.emoji_title, icon: Smile, Body: EmojisSection },
  { id: "installation", name: m.dev_install, icon: Link2, Body: InstallSection },
  { id: "oauth2", name: m.dev_oauth2, icon: KeyRound, Body: OAuth2Section },
  { id: "endpoint", name: m.dev_endpoint, icon: Globe, Body: EndpointSection },
  { id: "events", name: m.ehook_title, icon: Send, Body: EventsSection },
  { id: "danger", name: m.dev_danger, icon: TriangleAlert, Body: DangerSection },
];

/** Everything about one application. An unknown section shows the first. */
export function ApplicationPage() {
  const { application: id = "", section } = useParams({ strict: false });
  const load = useCallback((signal: AbortSignal) => applicationApi.get(id, { signal }), [id]);
  const { data, error, reload, setData } = useLoaded<OwnApplication>(load);
  if (!data) {
    const isGone = error instanceof ApiError && error.status < 500;
    return (
      <main className="main page-center" id="main">
        {isGone ? (
          <EmptyState
            icon={SearchX}
            tone="muted"
            level={1}
            title={m.dev_error_unknown()}
            actions={<LinkButton to="/developers">{m.dev_back()}</LinkButton>}
          >
            {m.dev_gone_about()}
          </EmptyState>
        ) : (
          <Loading error={error} reload={() => void reload()} />
        )}
      </main>
    );
  }
  const current = SECTIONS.find((one) => one.id === section) ?? SECTIONS[0];
  return (
    <Frame
      title={data.name}
      base={`/developers/${id}`}
      back="/developers"
      backLabel={m.dev_back()}
      pages={SECTIONS.map(({ id, name, icon }) => ({ id, name: name(), icon }))}
      current={current.id}
      isList={section === undefined}
    >
      <current.Body key={`${id} ${current.id}`} application={data} onChange={setData} />
    </Frame>
  );
}
