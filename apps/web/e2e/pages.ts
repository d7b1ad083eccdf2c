/** Every page that stands by itself: its path and the heading that says it is there. */
export const PAGES = [
  ["/", "Home"],
  ["/pipeline", "Pipeline"],
  ["/pipeline?tab=live", "Pipeline"],
  ["/pipeline?tab=rejected", "Pipeline"],
  ["/pipeline?tab=types", "Pipeline"],
  ["/pipeline?tab=stages", "Pipeline"],
  ["/catalog", "Catalog"],
  ["/catalog/telemetry/main_v4", "telemetry.main_v4"],
  ["/admin/schemas", "Schemas"],
  ["/admin/people", "People"],
  ["/admin/demo", "Demo"],
  ["/account", "Account"],
  ["/dev/parts", "Parts"],
] as const;
