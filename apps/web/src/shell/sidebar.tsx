"use client";
import { Search } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { cx } from "../ui/controls/class-names.ts";
import { Kbd } from "../ui/controls/kbd.tsx";
import { LiveRate } from "./live-rate.tsx";
import { Mark } from "./mark.tsx";
import { destinationsFor, isAt } from "./navigation.ts";
import { UserMenu } from "./user-menu.tsx";
import type { ShellViewer } from "./viewer.ts";

interface SidebarProps {
  readonly viewer: ShellViewer;
  readonly isFolded: boolean;
  readonly onSearch: () => void;
  readonly onKeys: () => void;
  readonly onNavigate?: () => void;
}

/** The sidebar: places, search, and at its foot the rate of arriving pings and the user menu. */
export function Sidebar({ viewer, isFolded, onSearch, onKeys, onNavigate }: SidebarProps) {
  const path = usePathname();
  return (
    <div
      className={cx(
        "flex h-full flex-col p-2",
        isFolded ? "w-[52px]" : "w-[216px] max-tablet:w-full",
      )}
    >
      <div
        className={cx(
          "flex h-9 items-center gap-2 px-2 text-14 font-semibold max-tablet:hidden",
          isFolded && "justify-center px-0",
        )}
      >
        <Mark />
        {isFolded ? null : "Headwater"}
      </div>
      <button
        type="button"
        onClick={onSearch}
        aria-label="Search"
        className="mt-2 flex h-8 items-center gap-2 rounded-control border border-line px-2 text-text-3 hover:bg-surface-2"
      >
        <Search aria-hidden className="size-4 shrink-0" />
        {isFolded ? null : (
          <>
            <span className="grow text-left">Search</span>
            <span className="max-tablet:hidden">
              <Kbd keys="mod+k" />
            </span>
          </>
        )}
      </button>
      <nav aria-label="Main" className="mt-3 flex flex-col gap-0.5">
        {destinationsFor(viewer.scopes).map((destination) => {
          const here = isAt(path, destination);
          return (
            <Link
              key={destination.path}
              href={destination.path}
              {...(onNavigate === undefined ? {} : { onClick: onNavigate })}
              aria-current={here ? "page" : undefined}
              aria-label={destination.name}
              title={isFolded ? destination.name : undefined}
              className={cx(
                "flex h-8 items-center gap-2.5 rounded-control px-2 max-tablet:h-10",
                here
                  ? "bg-accent-soft font-medium text-accent"
                  : "text-text-2 hover:bg-surface-2 hover:text-text",
                isFolded && "justify-center",
              )}
            >
              <destination.icon aria-hidden className="size-4 shrink-0" />
              {isFolded ? null : destination.name}
            </Link>
          );
        })}
      </nav>
      <div className="mt-auto flex flex-col gap-1 border-t border-line pt-2">
        <LiveRate isFolded={isFolded} />
        <UserMenu viewer={viewer} isFolded={isFolded} onKeys={onKeys} />
      </div>
    </div>
  );
}
