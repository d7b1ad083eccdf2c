import type { ReactNode } from "react";
import { Mark } from "../../shell/mark.tsx";

/** The frame of all sign-in pages. */
export function SignInFrame({
  title,
  children,
}: {
  readonly title: string;
  readonly children: ReactNode;
}) {
  return (
    <main className="flex min-h-dvh items-start justify-center px-4 pt-[16vh]">
      <div className="w-full max-w-[360px] rounded-card border border-line bg-surface-1 p-6">
        <div className="mb-3 flex items-center gap-2 text-14 font-semibold">
          <Mark />
          Headwater
        </div>
        <h1 className="mb-4 text-20 font-semibold">{title}</h1>
        {children}
      </div>
    </main>
  );
}
