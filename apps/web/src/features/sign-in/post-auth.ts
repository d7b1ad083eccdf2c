/** Calls a sign-in endpoint and returns null on success, else the error message for the person. */
export async function postAuth(path: string, body: unknown): Promise<string | null> {
  try {
    const response = await fetch(`/api/auth/${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (response.ok) return null;
    const { message } = (await response.json().catch(() => ({}))) as { message?: string };
    return message ?? "The sign-in failed. Try again.";
  } catch {
    return "The portal can't be reached. Check that it is running, then try again.";
  }
}
