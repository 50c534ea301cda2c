/** Both in one chunk: they are one place. */
export { ApplicationPage } from "./ApplicationPage.tsx";
export { DevelopersPage } from "./DevelopersPage.tsx";
