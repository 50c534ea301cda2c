import type { ReactNode } from "react";
import { Tabs as AriaTabs, Tab, TabList, TabPanel } from "react-aria-components/Tabs";
import { Badge } from "./Badge.tsx";
import { classes } from "./classes.ts";

export interface TabsProps<Id extends string> {
  label: string;
  tabs: readonly { id: Id; label: string; count?: number; panel: ReactNode }[];
  value?: Id;
  onChange?: (id: Id) => void;
  className?: string;
}

/** Views of one thing, one at a time. Only the open one is in the page. */
export function Tabs<Id extends string>({ label, tabs, value, onChange, className }: TabsProps<Id>) {
  return (
    <AriaTabs
      selectedKey={value}
      onSelectionChange={(id) => onChange?.(id as Id)}
      className={classes("tabs", className)}
    >
      <TabList aria-label={label} className="tab-list">
        {tabs.map((tab) => (
          <Tab key={tab.id} id={tab.id} className="tab">
            {tab.label}
            {tab.count ? <Badge count={tab.count} isQuiet /> : null}
          </Tab>
        ))}
      </TabList>
      {tabs.map((tab) => (
        <TabPanel key={tab.id} id={tab.id} className="tab-panel">
          {tab.panel}
        </TabPanel>
      ))}
    </AriaTabs>
  );
}
