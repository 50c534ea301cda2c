/** Both in one chunk: they are one page with two kinds of links. */
export { InvitePage } from "./InvitePage.tsx";
export { TemplatePage } from "./TemplatePage.tsx";
