import { eventLogContract } from "@headwater/testkit";
import { embeddedLab } from "./lab.ts";

eventLogContract("embedded", embeddedLab);
