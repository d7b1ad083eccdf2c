import { redirect } from "next/navigation";

export default function Route() {
  redirect("/admin/schemas");
}
