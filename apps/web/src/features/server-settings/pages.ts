/** Both in one chunk: a page of its own for each would have what they share counted twice as common. */
export { ChannelSettingsPage } from "./ChannelSettingsPage.tsx";
export { ServerSettingsPage } from "./ServerSettingsPage.tsx";
