/** Calls a sign-in endpoint; null when it worked, else what to tell the person. */
export async function postAuth(path: string, body: unknown): Promise<string | null> {
  try {
    const response = await fetch(`/api/auth/${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (response.ok) return null;
    const { message } = (await response.json().catch(() => ({}))) as { message?: string };
    return message ?? "That did not work. Try again.";
  } catch {
    return "The portal can't be reached. Is it running?";
  }
}
