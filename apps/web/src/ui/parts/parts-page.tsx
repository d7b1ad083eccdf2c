"use client";
import { Database, Info, Play, Save, Trash2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { toast } from "sonner";
import { Badge } from "../controls/badge.tsx";
import { Banner } from "../controls/banner.tsx";
import { Button } from "../controls/button.tsx";
import { Card } from "../controls/card.tsx";
import { CodeBlock } from "../controls/code-block.tsx";
import { Dialog } from "../controls/dialog.tsx";
import { EmptyState } from "../controls/empty-state.tsx";
import { TextArea, TextField } from "../controls/field.tsx";
import { IconButton } from "../controls/icon-button.tsx";
import { Kbd } from "../controls/kbd.tsx";
import { KeyValues } from "../controls/key-values.tsx";
import { Menu, MenuItem, MenuSeparator } from "../controls/menu.tsx";
import { PageHeader } from "../controls/page-header.tsx";
import { Segmented } from "../controls/segmented.tsx";
import { Select } from "../controls/select.tsx";
import { SimpleTable } from "../controls/simple-table.tsx";
import { StatTile } from "../controls/stat-tile.tsx";
import { StatusDot } from "../controls/status-dot.tsx";
import { Page } from "../layout/page.tsx";

const VIEWS = [
  { value: "a", label: "Day" },
  { value: "b", label: "Week" },
] as const;

const ROWS = [
  { name: "telemetry.main_v4", rows: "15,965" },
  { name: "demo_fleet.session_v1", rows: "12,093" },
];

/** Every part of the design system with its states on one page, for developers and for tests. */
export function PartsPage() {
  return (
    <Page>
      <PageHeader title="Parts">The parts of all pages, each with its states.</PageHeader>
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Buttons />
        <Fields />
        <Choices />
        <States />
        <Card title="Figures">
          <div className="grid grid-cols-2 gap-4">
            <StatTile
              label="Pings today"
              value="1.2M"
              note="1.1M yesterday"
              trend={[3, 5, 4, 6, 8, 7, 9]}
            />
            <StatTile label="Freshness" value="2.1 s" note="from accepted to queryable" />
          </div>
        </Card>
        <Card title="Table" flush>
          <SimpleTable
            label="Example"
            columns={[
              { name: "Name", render: (row) => row.name },
              { name: "Rows", align: "right", render: (row) => row.rows },
            ]}
            rows={ROWS}
            rowKey={(row) => row.name}
            selected="telemetry.main_v4"
          />
        </Card>
        <Layers />
        <Card title="Text">
          <div className="flex flex-col gap-3">
            <KeyValues
              values={[
                ["Stage", "ParsePayload"],
                ["Debug id", null],
              ]}
            />
            <CodeBlock label="Example code" text={"SELECT count(*)\nFROM telemetry.main"} />
          </div>
        </Card>
      </div>
    </Page>
  );
}

function Row({ children }: { readonly children: ReactNode }) {
  return <div className="mb-3 flex flex-wrap items-center gap-2 last:mb-0">{children}</div>;
}

function Buttons() {
  return (
    <Card title="Buttons">
      <Row>
        <Button kind="primary" icon={<Play className="size-4" />}>
          Execute
        </Button>
        <Button>Plain</Button>
        <Button kind="quiet">Quiet</Button>
        <Button kind="danger" icon={<Trash2 className="size-4" />}>
          Delete 3 rows
        </Button>
      </Row>
      <Row>
        <Button kind="primary" busy>
          Saving
        </Button>
        <Button disabled>Disabled</Button>
        <Button size="small">Small</Button>
        <IconButton label="Save" keys="mod+s" icon={<Save />} />
        <Kbd keys="mod+k" />
      </Row>
    </Card>
  );
}

function Fields() {
  return (
    <Card title="Fields">
      <div className="grid gap-3 sm:grid-cols-2">
        <TextField label="Name" placeholder="Daily users" hint="Shown in lists" />
        <TextField
          label="E-mail"
          defaultValue="not an address"
          error="This is not an e-mail address."
        />
        <TextField label="Search" icon={<Database />} placeholder="Filter tables" />
        <TextField label="Disabled" disabled defaultValue="can't be changed" />
      </div>
      <TextArea label="Description" rows={2} className="mt-3" />
    </Card>
  );
}

function Choices() {
  const [view, setView] = useState<"a" | "b">("a");
  return (
    <Card title="Choices">
      <Row>
        <Segmented label="Range" value={view} options={VIEWS} onChange={setView} />
        <Select label="Role" value={view} options={VIEWS} onChange={setView} />
        <Menu trigger={<Button>Menu</Button>}>
          <MenuItem onSelect={() => undefined}>Rename</MenuItem>
          <MenuSeparator />
          <MenuItem danger onSelect={() => undefined}>
            Delete
          </MenuItem>
        </Menu>
      </Row>
      <Row>
        <Badge>neutral</Badge>
        <Badge tone="accent">demo</Badge>
        <Badge tone="good">live</Badge>
        <Badge tone="warn">slow</Badge>
        <Badge tone="bad">rejected</Badge>
      </Row>
      <Row>
        <StatusDot tone="good" word="running" />
        <StatusDot tone="warn" word="starting" />
        <StatusDot tone="bad" word="degraded" />
        <StatusDot tone="idle" word="stopped" />
      </Row>
    </Card>
  );
}

function States() {
  return (
    <Card title="States">
      <div className="flex flex-col gap-2">
        <Banner>The history is being loaded: 3 of 21 days are ready.</Banner>
        <Banner tone="good">Saved.</Banner>
        <Banner tone="warn">Showing 14:02. The refresh failed.</Banner>
        <Banner tone="bad" action={<Button size="small">Retry</Button>}>
          The warehouse can't be reached.
        </Banner>
        <div aria-hidden>
          <div className="h-8 rounded-control bg-surface-2" />
        </div>
        <EmptyState
          icon={<Info />}
          title="No rejected pings match 3 filters"
          action={<Button>Clear filters</Button>}
        />
      </div>
    </Card>
  );
}

function Layers() {
  const [open, setOpen] = useState<"dialog" | "sheet" | null>(null);
  return (
    <Card title="Layers">
      <Row>
        <Button onClick={() => setOpen("dialog")}>Dialog</Button>
        <Button onClick={() => setOpen("sheet")}>Sheet</Button>
        <Button onClick={() => toast.success("Saved.")}>Toast</Button>
        <Button onClick={() => toast.error("Not saved: the name is taken.")}>Error toast</Button>
      </Row>
      <Dialog
        open={open !== null}
        onOpenChange={() => setOpen(null)}
        title="A layer"
        description="Esc closes it and the focus goes back."
        shape={open ?? "dialog"}
      >
        Content.
      </Dialog>
    </Card>
  );
}
