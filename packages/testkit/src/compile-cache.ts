/**
 * The environment that lets a Node process use the compiled code of earlier ones: a stack of six
 * processes starts in half of the time. `npm test` sets it; without it processes compile anew.
 */
export function compileCache(): Record<string, string> {
  const folder = process.env["NODE_COMPILE_CACHE"];
  return folder === undefined ? {} : { NODE_COMPILE_CACHE: folder };
}
