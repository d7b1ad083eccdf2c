import type { Metadata, Viewport } from "next";
import { headers } from "next/headers";
import type { ReactNode } from "react";
import { ApiProvider } from "@/shell/api.tsx";
import { THEME_SCRIPT } from "@/shell/theme-script.ts";
import { UiProviders } from "@/ui/layout/providers.tsx";
import "@/ui/tokens.css";

export const metadata: Metadata = {
  title: { default: "Headwater", template: "%s · Headwater" },
  description: "Telemetry: accepted, validated, queried.",
};
export const viewport: Viewport = { width: "device-width", initialScale: 1 };

export default async function RootLayout({ children }: { readonly children: ReactNode }) {
  const nonce = (await headers()).get("x-nonce") ?? undefined;
  return (
    <html lang="en" suppressHydrationWarning>
      <head>
        <script nonce={nonce} suppressHydrationWarning>
          {THEME_SCRIPT}
        </script>
      </head>
      <body>
        <ApiProvider>
          <UiProviders>{children}</UiProviders>
        </ApiProvider>
      </body>
    </html>
  );
}
