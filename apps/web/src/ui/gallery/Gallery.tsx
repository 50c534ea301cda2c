import {
  Bell,
  Copy,
  Hash,
  Inbox,
  Link as LinkIcon,
  Pencil,
  Pin,
  Reply,
  Search,
  Settings,
  Trash2,
  UserPlus,
  Users,
} from "lucide-react";
import { type ReactNode, useState } from "react";
import "./gallery.css";
import { LanguageSwitch } from "../../features/auth/LanguageSwitch.tsx";
import { ThemeSwitch } from "../../features/auth/ThemeSwitch.tsx";
import { Avatar, type AvatarUser } from "../Avatar.tsx";
import { Badge } from "../Badge.tsx";
import { Banner } from "../Banner.tsx";
import { Button } from "../Button.tsx";
import { ChannelRow } from "../ChannelRow.tsx";
import { Checkbox } from "../Checkbox.tsx";
import { ConfirmDialog } from "../ConfirmDialog.tsx";
import { ContextMenu } from "../ContextMenu.tsx";
import { ConversationRow } from "../ConversationRow.tsx";
import { Dialog } from "../Dialog.tsx";
import { EmptyState } from "../EmptyState.tsx";
import { Figure } from "../Figure.tsx";
import { IconButton } from "../IconButton.tsx";
import { InboxItem } from "../InboxItem.tsx";
import { Kbd } from "../Kbd.tsx";
import { Mark } from "../Mark.tsx";
import { Menu, type MenuEntry } from "../Menu.tsx";
import { PasswordField } from "../PasswordField.tsx";
import { PersonRow } from "../PersonRow.tsx";
import { Popover } from "../Popover.tsx";
import { RadioGroup } from "../RadioGroup.tsx";
import { RoomAvatar } from "../RoomAvatar.tsx";
import { Segmented } from "../Segmented.tsx";
import { Select } from "../Select.tsx";
import { SettingRow } from "../SettingRow.tsx";
import { SkeletonRows } from "../Skeleton.tsx";
import { Switch } from "../Switch.tsx";
import { Tabs } from "../Tabs.tsx";
import { Tag } from "../Tag.tsx";
import { TextArea } from "../TextArea.tsx";
import { TextField } from "../TextField.tsx";
import { toast } from "../toast.ts";
import { Wordmark } from "../Wordmark.tsx";

const person = (id: string, global_name: string): AvatarUser => ({
  id,
  username: global_name.split(" ")[0]?.toLowerCase() ?? id,
  global_name,
});
const ines = person("1", "Inès Moreau");
const tomasz = person("2", "Tomasz Zieliński");
const wei = person("3", "Wei Chen");
const priya = person("4", "Priya Raman");

const messageMenu: readonly MenuEntry[] = [
  { id: "reply", label: "Reply", icon: Reply, keys: "r" },
  { id: "edit", label: "Edit", icon: Pencil, keys: "arrowup" },
  { id: "copy", label: "Copy text", icon: Copy },
  { id: "link", label: "Copy link", icon: LinkIcon },
  "separator",
  { id: "pin", label: "Pin", icon: Pin, isDisabled: true },
  { id: "notify", label: "Notify me", icon: Bell, isChecked: true },
  "separator",
  { id: "delete", label: "Delete", icon: Trash2, keys: "backspace", isDanger: true },
];

function Part({ name, children }: { name: string; children: ReactNode }) {
  return (
    <section>
      <h2 className="spec">{name}</h2>
      <div className="gallery-part">{children}</div>
    </section>
  );
}

/** Every component in its states. */
export function Gallery() {
  const [isOn, setOn] = useState(true);
  const [text, setText] = useState("Reviewing #4131");
  const [size, setSize] = useState<"compact" | "cosy" | "airy">("cosy");
  const [dialog, setDialog] = useState<"none" | "plain" | "ask" | "type">("none");
  const close = (isOpen: boolean) => !isOpen && setDialog("none");
  const sizes = [
    { id: "compact", label: "Compact", description: "Many rows" },
    { id: "cosy", label: "Cosy", description: "As it was drawn" },
    { id: "airy", label: "Airy", description: "Room to breathe" },
  ] as const;
  return (
    <main className="gallery main">
      <header className="row">
        <Wordmark />
        <span className="grow" />
        <LanguageSwitch />
        <ThemeSwitch />
      </header>
      <h1 className="h-page">Components</h1>
      <div className="gallery-grid">
        <Part name="buttons">
          <div className="row">
            <Button variant="primary">Primary</Button>
            <Button>Secondary</Button>
            <Button variant="outline">Outline</Button>
            <Button variant="ghost">Ghost</Button>
            <Button variant="danger" icon={Trash2}>
              Delete
            </Button>
          </div>
          <div className="row">
            <Button disabledReason="You are not an admin of this room">Disabled</Button>
            <Button size="sm">Small</Button>
            <Button size="lg" variant="primary" isPending>
              Pending
            </Button>
            <Button variant="link">Link</Button>
            <IconButton icon={Settings} label="Settings" keys="mod+," />
            <IconButton icon={Users} label="Members" isPressed />
            <IconButton icon={Pin} label="Pin" disabledReason="Only admins pin" />
            <IconButton icon={UserPlus} label="Add" isOutlined />
          </div>
        </Part>
        <Part name="fields">
          <TextField label="Display name" value={text} onChange={setText} hint="As others see you." />
          <TextField
            label="Search"
            isLabelHidden
            size="sm"
            icon={Search}
            placeholder="Jump to…"
            suffix={<Kbd keys="mod+k" />}
          />
          <TextField
            label="User name"
            prefix="@"
            defaultValue="maud"
            error="This name is taken. Try another."
          />
          <PasswordField label="Password" defaultValue="palaver-tree" success="Very solid." />
          <TextArea label="About me" value={text} onChange={setText} maxLength={190} />
        </Part>
        <Part name="choices">
          <Checkbox isSelected={isOn} onChange={setOn}>
            Keep me logged in on this device
          </Checkbox>
          <Switch
            label="Sounds"
            description="For mentions and 1:1 messages"
            isSelected={isOn}
            onChange={setOn}
          />
          <Switch label="Off limits" isSelected={false} onChange={setOn} isDisabled />
          <Segmented label="Density" options={sizes} value={size} onChange={setSize} />
          <RadioGroup label="Density" options={sizes} value={size} onChange={setSize} />
          <Select label="Density" options={sizes} value={size} onChange={setSize} />
        </Part>
        <Part name="what floats">
          <div className="row">
            <Menu label="Message" items={messageMenu} trigger={<Button>Menu</Button>} />
            <Popover label="Profile" trigger={<Button>Popover</Button>}>
              <PersonRow user={tomasz} presence="dnd" line="In review, back at 11:30" />
            </Popover>
            <Button onPress={() => setDialog("plain")}>Dialog</Button>
            <Button onPress={() => setDialog("ask")}>Question</Button>
            <Button onPress={() => setDialog("type")}>Last question</Button>
          </div>
          <div className="row">
            <Button
              onPress={() =>
                toast({ tone: "success", title: "Link copied", description: "Good for seven days" })
              }
            >
              Toast
            </Button>
            <Button
              onPress={() =>
                toast({
                  tone: "danger",
                  title: "bench.csv was not sent",
                  description: "The limit here is 25 MB",
                  action: { label: "Compress", onAction: () => {} },
                })
              }
            >
              Error toast
            </Button>
          </div>
          <ContextMenu label="Message" items={() => messageMenu} className="card gallery-pad">
            Right click, long press or Shift+F10 here
          </ContextMenu>
        </Part>
        <Part name="people, places, presence, badges">
          <div className="row gallery-people">
            <Avatar user={ines} size={40} presence="online" />
            <Avatar user={priya} size={40} presence="idle" />
            <Avatar user={tomasz} size={40} presence="dnd" />
            <Avatar user={wei} size={40} presence="offline" />
            <Avatar user={wei} size={40} isSpeaking />
            <RoomAvatar channel={{ id: "9", recipients: [ines, wei] }} size={40} />
            <RoomAvatar channel={{ id: "9" }} size={40} />
            <Avatar user={ines} size={72} presence="online" />
            <Mark size={40} />
          </div>
          <div className="row">
            <Badge count={3} label="3 mentions" />
            <Badge count={120} />
            <Badge count={12} isQuiet />
            <Tag>App</Tag>
            <Tag tone="accent">Owner</Tag>
            <Tag tone="success">Merged</Tag>
            <Tag tone="warning">Draft</Tag>
            <Tag tone="danger">Failing</Tag>
            <Kbd keys="mod+shift+m" />
          </div>
        </Part>
        <Part name="rows">
          <div className="list gallery-list">
            <ChannelRow to="/" icon={Inbox} name="Inbox" mentions={5} aria-current="page" />
            <ChannelRow to="/about" icon={Hash} name="Rest" end="34" />
            <ChannelRow to="/about" icon={Hash} name="Unread" isUnread />
            <ChannelRow to="/about" icon={Hash} name="Muted" isMuted />
            <ConversationRow
              to="/about"
              avatar={<Avatar user={ines} size={32} presence="online" />}
              name="Inès Moreau"
              line="Can you take the release notes?"
              isUnread
              mentions={1}
            />
            <PersonRow
              user={tomasz}
              presence="dnd"
              line="Reviewing"
              onPress={() => {}}
              tag={<Tag tone="accent">Owner</Tag>}
            />
            <PersonRow
              user={wei}
              presence="offline"
              line="wei"
              actions={<IconButton icon={UserPlus} label="Add" size="sm" />}
            />
          </div>
        </Part>
        <Part name="inbox">
          <ul className="panel">
            <li>
              <InboxItem
                avatar={<Avatar user={priya} size={40} />}
                name="Priya Raman"
                where="priya"
                text="4 friends in common · both in Nantes Dev"
                actions={
                  <>
                    <Button variant="primary" size="sm">
                      Accept
                    </Button>
                    <Button variant="outline" size="sm">
                      Decline
                    </Button>
                  </>
                }
              />
            </li>
            <li>
              <InboxItem
                avatar={<Avatar user={ines} size={40} />}
                name="Inès Moreau"
                where="in Loom readers"
                text="14 states, no race found"
                at={Date.now()}
                to="/"
              />
            </li>
          </ul>
        </Part>
        <Part name="states">
          <Banner>Offline since 10:32. What you write is kept.</Banner>
          <Banner tone="success">Back online. 2 messages sent.</Banner>
          <SkeletonRows rows={3} />
          <EmptyState
            title="Nobody has spoken here yet"
            actions={<Button variant="primary">Write a message</Button>}
          >
            Say what this channel is for. The first message sets the tone.
          </EmptyState>
        </Part>
        <Part name="settings and figures">
          <div className="card">
            <SettingRow title="Laptop" description="Firefox, Nantes, now">
              <Button size="sm" variant="outline">
                Log out
              </Button>
            </SettingRow>
          </div>
          <dl className="figs">
            <Figure label="Accounts" value="34" note="+3 this week" tone="up" />
            <Figure label="Messages" value="12,480" note="312 in 24 hours" />
          </dl>
          <Tabs
            label="Friends"
            tabs={[
              { id: "online", label: "Online", count: 4, panel: "Four friends" },
              { id: "all", label: "All", panel: "All friends" },
            ]}
          />
        </Part>
      </div>
      <Dialog
        title="New conversation"
        isOpen={dialog === "plain"}
        onOpenChange={close}
        hasClose
        actions={<Button variant="primary">Start</Button>}
      >
        <TextField label="With whom?" />
      </Dialog>
      <ConfirmDialog
        question="Leave Loom readers?"
        confirmLabel="Leave room"
        cancelLabel="Stay"
        isDanger
        isOpen={dialog === "ask"}
        onOpenChange={close}
        onConfirm={() => new Promise((done) => setTimeout(done, 600))}
      >
        You will need an invitation to come back.
      </ConfirmDialog>
      <ConfirmDialog
        question="Delete #replication?"
        confirmLabel="Delete channel"
        cancelLabel="Keep it"
        typeToConfirm="replication"
        isDanger
        isOpen={dialog === "type"}
        onOpenChange={close}
        onConfirm={() => {
          throw new Error("The server refused.");
        }}
      >
        Its 12,480 messages and 96 files go with it. This cannot be undone.
      </ConfirmDialog>
    </main>
  );
}
