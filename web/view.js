
// @ts-check
/**
 * What stands around the player where there is no Streamlit, in the light view and in a page that is one file: it brings
 * the timeline, says what went wrong, and leads to the full page at the same moment. It stands behind panels.js.
 */

/**
 * The arrays of a packed timeline, and how many numbers a step each has.
 * @param {any} header
 * @returns {[Entry, number][]}
 */
function arrays(header) {
  const scalars = Object.values(header.scalars).map((entry) => [entry, 1]);
  const tracks = header.panels.flatMap((/** @type {PackedPanel} */ panel) => panel.tracks);
  const parts = tracks.flatMap((/** @type {PackedTrack} */ { values, width, scale, samples }) => [
    [values, width],
    ...(scale ? [[scale, 1]] : []),
    ...(samples && !Array.isArray(samples) ? [[samples, width]] : []),
  ]);
  return /** @type {[Entry, number][]} */ ([...scalars, ...parts]);
}

/**
 * A packed timeline as it was before it was folded (see ui/timeline/folding.py).
 * @param {Uint8Array} folded
 */
export function unfold(folded) {
  const { header } = open(folded);
  const start = 4 + new DataView(folded.buffer, folded.byteOffset).getUint32(0, true);
  const packed = folded.slice();
  for (const [{ dtype, at, length }, width] of arrays(header)) {
    const size = ARRAYS[dtype].BYTES_PER_ELEMENT;
    const from = folded.subarray(start + at, start + at + length * size);
    const to = packed.subarray(start + at, start + at + length * size);
    const rows = length / width;
    for (let column = 0; column < width; column++) {
      for (let row = 0; row < rows; row++) {
        const here = (row * width + column) * size;
        // A whole number of `size` bytes, the lowest first, added to the one in the row above.
        let carry = 0;
        for (let k = 0; k < size; k++) {
          const sum = from[k * length + column * rows + row] + (row ? to[here - width * size + k] : 0) + carry;
          to[here + k] = sum;
          carry = sum >> 8;
        }
      }
    }
  }
  return packed;
}

/** Bytes that stand in the page as text. @param {string} text base64 of what gzip made */
async function unzip(text) {
  return gunzip(Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)));
}

/** What gzip made shorter. @param {Uint8Array} bytes */
async function gunzip(bytes) {
  const stream = new Blob([/** @type {any} */ (bytes)]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/**
 * What a script of a static site has brought, unpacked (see packed.js). From a stick nothing can be fetched, but a
 * script can be loaded.
 * @param {string} address
 * @returns {Promise<Uint8Array>}
 */
function loadPart(address) {
  return new Promise((resolve, reject) => {
    const script = element("script", { src: address });
    // It has only just run: nothing else has come between.
    script.addEventListener("load", () => resolve(/** @type {any} */ (window).gxPart));
    script.addEventListener("error", () => reject(new Error("The run could not be loaded.")));
    document.head.append(script);
  });
}

/** What the server calls its timelines, and what it answers where there is nothing to say. */
const BYTES = "application/octet-stream";
const NOTHING = 204;

/** The folded timeline from the server, or a step's details, of which there may be none. @param {string} address */
async function fetchBytes(address) {
  const response = await fetch(address).catch(() => null);
  if (!response) throw new Error("The run could not be fetched: there is no connection to the server.");
  if (!response.ok) throw new Error("The run could not be fetched: the server has a problem.");
  if (response.status === NOTHING) return new Uint8Array();
  // Some hosts answer what they do not know with a page of their own.
  if (response.headers.get("content-type") !== BYTES) throw new Error("The run could not be fetched: somebody else answered.");
  return new Uint8Array(await response.arrayBuffer());
}

/**
 * Show a timeline in `root`, which holds player.html. What is to be shown stands in its data:
 *   plotly    where Plotly's JavaScript is
 *   timeline  where the timeline is; nothing where it stands in the page itself, as the text of .gx-timeline
 *   script    the same as a script, for a page without a server
 *   follows   "" where one timeline is for all steps; "outside" and "rest": another step of the run, asked for by the
 *             player's control, or as soon as the user rests on it, has another one
 *   asks      "point" where a click asks about a point of the map, which then has another timeline too
 *   details   where the exact numbers of a step are, which the timeline leaves out; nothing where it has them all
 *   explore   where the full page is; nothing where that is not known
 *   link      what is read as the address, where the browser's own says nothing
 *   given     a query that the address may say otherwise
 * @param {HTMLElement} root
 */
export function view(root) {
  const { plotly: source = "", timeline = "", script = "", explore = "", link = "" } = root.dataset;
  const { follows = "", asks = "", details = "" } = root.dataset;
  if (link) kept = new URL(link, location.href).href;
  given = new URLSearchParams(root.dataset.given);
  if (readAddress("embed") === "true") root.classList.add("gx-embed");
  const player = new Player(root, source);
  player.served = Boolean(timeline);
  const { failure } = player.parts;
  const inline = root.querySelector(".gx-timeline")?.textContent;
  /** What was asked for last, in the words of the timeline's address. @type {Record<string, string>} */
  const wish = follows ? { step: readAddress("step") } : {};
  /** How often something was asked for: of several answers only the last one counts. */
  let count = 0;

  /** An address with what is wished for. @param {string} page @param {Record<string, string>} wished */
  const addressOf = (page, wished) => {
    const address = new URL(below(page));
    for (const [name, value] of Object.entries(wished)) {
      if (value) address.searchParams.set(name, value);
      else address.searchParams.delete(name);
    }
    return address.href;
  };
  const bring = () => {
    if (script) return loadPart(script);
    return inline ? unzip(inline) : fetchBytes(addressOf(timeline, wish));
  };
  /** How often details were asked for. */
  let refined = 0;
  /** Ask for the exact numbers of the step that is shown. Without an answer the coarse picture stays. */
  const refine = async () => {
    if (!details || player.playing) return;
    const mine = (refined += 1);
    try {
      const bytes = await fetchBytes(addressOf(details, { ...wish, step: player.step ? String(player.step) : "" }));
      if (mine === refined && bytes.length) player.refine(readDetail(open(bytes)));
    } catch {
      // They are not missed: what is shown is right, only coarser.
    }
  };
  const show = async () => {
    const mine = (count += 1);
    try {
      // Both at once: the numbers are there before the charts' program is.
      loadPlotly(source).catch(() => {});
      const folded = await bring();
      if (mine !== count) return;
      await player.load(unfold(folded));
      if (!player.Plotly) throw new Error("The charts' program could not be loaded.");
      failure.hidden = true;
      refine();
    } catch (error) {
      if (mine !== count) return;
      player.fail(/** @type {Error} */ (error).message);
      const again = element("button", { type: "button", class: "gx-again" }, "Try again");
      again.addEventListener("click", () => {
        failure.hidden = true;
        show();
      });
      failure.append(" ", again);
    }
  };
  const showStep = (/** @type {number} */ step) => {
    wish.step = step ? String(step) : "";
    show();
  };

  if (follows === "outside") player.host.onOutside = showStep;
  player.host.onRest = follows === "rest" ? showStep : refine;
  if (asks) {
    player.host.onStart = ({ x, y }) => {
      wish.point = [x, y].map((value) => value.toPrecision(4)).join(", ");
      writeAddress({ point: wish.point });
      show();
    };
  }
  player.reported = addressNumber("step");
  player.go(player.reported);
  if (explore) lead(/** @type {HTMLAnchorElement} */ (root.querySelector(".gx-explore")), player, explore);
  return show();
}

/** What of an address is not the run's. */
const MOMENT = ["step", "stage", "sample", "panel", "lecture", "camera", "title", "task", "show", "hide", "predict"];

/**
 * Let a link lead to the full page at the moment that the player shows.
 * @param {HTMLAnchorElement} link
 * @param {Player} player
 * @param {string} page the address of the full page
 */
function lead(link, player, page) {
  // In a frame the full page would be as small as the frame is.
  if (window !== window.parent) link.target = "_blank";
  const aim = () => {
    if (!player.timeline) return;
    player.writeAddress(player.timeline);
    const address = new URL(below(page));
    for (const [name, value] of given) address.searchParams.append(name, value);
    for (const [name, value] of here().searchParams) {
      // A page that stands for a link has its run: only the moment can be another one.
      if (given.size) MOMENT.includes(name) && address.searchParams.set(name, value);
      else if (!["page", "embed"].includes(name)) address.searchParams.append(name, value);
    }
    link.href = address.href;
  };
  for (const event of ["pointerdown", "focus", "click"]) link.addEventListener(event, aim);
}
