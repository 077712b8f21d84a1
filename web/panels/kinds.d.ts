/** All kinds of panels, by the names of their content in Python. The module is made of this folder (see ui/modules.py). */
declare const kinds: Record<string, () => Promise<{ default: import("./kind.js").Kind }>>;
export default kinds;
