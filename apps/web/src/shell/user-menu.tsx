"use client";
import { CircleUser, Keyboard, KeyRound, LogOut, Monitor, Moon, Sun } from "lucide-react";
import { useRouter } from "next/navigation";
import { cx } from "../ui/controls/class-names.ts";
import { Menu, MenuItem, MenuLabel, MenuSeparator } from "../ui/controls/menu.tsx";
import { useTheme } from "../ui/layout/use-theme.ts";
import type { ShellViewer } from "./viewer.ts";

interface UserMenuProps {
  readonly viewer: ShellViewer;
  readonly isFolded: boolean;
  readonly onKeys: () => void;
}

/** The menu of the signed-in person: account, keys, theme and sign-out. */
export function UserMenu({ viewer, isFolded, onKeys }: UserMenuProps) {
  const router = useRouter();
  const { choice, choose } = useTheme();
  const signOut = async (): Promise<void> => {
    await fetch("/api/auth/sign-out", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: "{}",
    });
    window.location.assign("/sign-in");
  };
  const trigger = (
    <button
      type="button"
      aria-label="Your account"
      className={cx(
        "flex h-9 items-center gap-2.5 rounded-control px-2 text-text-2 hover:bg-surface-2 hover:text-text max-tablet:h-10",
        isFolded && "justify-center",
      )}
    >
      <CircleUser aria-hidden className="size-4 shrink-0" />
      {isFolded ? null : <span className="min-w-0 grow truncate text-left">{viewer.name}</span>}
    </button>
  );
  return (
    <Menu trigger={trigger} align="start" side="top">
      <MenuLabel>
        {viewer.email} · {viewer.role}
      </MenuLabel>
      <MenuItem icon={<KeyRound />} onSelect={() => router.push("/account")}>
        Account and API keys
      </MenuItem>
      <MenuItem icon={<Keyboard />} keys="?" onSelect={onKeys}>
        Keys
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={<Monitor />} checked={choice === "system"} onSelect={() => choose("system")}>
        System theme
      </MenuItem>
      <MenuItem icon={<Sun />} checked={choice === "light"} onSelect={() => choose("light")}>
        Light
      </MenuItem>
      <MenuItem icon={<Moon />} checked={choice === "dark"} onSelect={() => choose("dark")}>
        Dark
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={<LogOut />} onSelect={() => void signOut()}>
        Sign out
      </MenuItem>
    </Menu>
  );
}
