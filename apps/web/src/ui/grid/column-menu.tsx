"use client";
import { ArrowDown, ArrowUp, ChartBar, ChevronDown, Copy, EyeOff, Funnel, Pin } from "lucide-react";
import { Menu, MenuItem, MenuSeparator } from "../controls/menu.tsx";
import type { PlacedColumn } from "./columns.ts";
import type { GridSort } from "./grid-types.ts";

interface ColumnMenuProps {
  readonly column: PlacedColumn;
  readonly onSort: (sort: GridSort) => void;
  readonly onFilter: () => void;
  readonly onHide: () => void;
  readonly onPin: () => void;
  readonly onProfile?: (() => void) | undefined;
  readonly onCopyName: () => void;
}

/** The menu of a column. */
export function ColumnMenu(props: ColumnMenuProps) {
  const { column } = props;
  const sort = (descending: boolean) => props.onSort({ column: column.name, descending });
  return (
    <Menu
      align="start"
      trigger={
        <button
          type="button"
          tabIndex={-1}
          aria-label={`Column ${column.name}`}
          className="mr-1.5 inline-flex size-6 shrink-0 items-center justify-center rounded-control text-text-3 hover:bg-surface-1 hover:text-text [&>svg]:size-3.5"
        >
          <ChevronDown aria-hidden />
        </button>
      }
    >
      <MenuItem icon={<ArrowUp />} onSelect={() => sort(false)}>
        Sort ascending
      </MenuItem>
      <MenuItem icon={<ArrowDown />} onSelect={() => sort(true)}>
        Sort descending
      </MenuItem>
      <MenuItem icon={<Funnel />} onSelect={props.onFilter}>
        Filter…
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={<EyeOff />} onSelect={props.onHide}>
        Hide
      </MenuItem>
      <MenuItem icon={<Pin />} onSelect={props.onPin}>
        {column.pinned ? "Unpin" : "Pin to the left"}
      </MenuItem>
      {props.onProfile === undefined ? null : (
        <MenuItem icon={<ChartBar />} onSelect={props.onProfile}>
          Profile
        </MenuItem>
      )}
      <MenuItem icon={<Copy />} onSelect={props.onCopyName}>
        Copy name
      </MenuItem>
    </Menu>
  );
}
