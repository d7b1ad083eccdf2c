export { OpenDialog, SavedQueries } from "./open-dialog.tsx";
export { SaveDialog } from "./save-dialog.tsx";
