import { NothingHere } from "@/shell/nothing-here.tsx";

// The frame around this page already has the main element.
export default NothingHere;
