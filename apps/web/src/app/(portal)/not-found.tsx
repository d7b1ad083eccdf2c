import { NothingHere } from "@/shell/nothing-here.tsx";

// The frame around it is the page's main part already.
export default NothingHere;
