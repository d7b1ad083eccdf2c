/** Runs before the first paint, so that the page never flashes in the wrong theme. */
export const THEME_SCRIPT = `(()=>{try{const c=localStorage.getItem("headwater-theme");const d=c==="dark"||(c!=="light"&&matchMedia("(prefers-color-scheme: dark)").matches);document.documentElement.dataset.theme=d?"dark":"light"}catch{document.documentElement.dataset.theme="light"}})()`;
