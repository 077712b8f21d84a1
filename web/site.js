/** What a static site needs of the browser half: its pages, and the pictures on its index. */

export { view } from "./light_view.js";
export { thumbnails } from "./thumbnails.js";
