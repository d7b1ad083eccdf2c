/** What the frame knows of the person who looks. */
export interface ShellViewer {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: "viewer" | "analyst" | "admin";
}
