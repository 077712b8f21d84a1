/*
 * How a page unpacks what comes to it as text. A script loads from a web server and from a stick alike, where nothing can
 * be fetched; and a server that does not compress sends it as short as one that does. A module cannot be imported there:
 * it gets an address that is made in the page.
 */

/**
 * The bytes that gzip made shorter and Python wrote as text (see as_text in offline.py): two letters are 13 bits.
 * @param {number} length of what gzip made @param {string} text
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
async function gxBytes(length, text) {
  if (!self.DecompressionStream) throw new Error("This browser is too old for this page: please use a newer one.");
  const values = new Uint8Array(128);
  let count = 0;
  for (let code = 33; code < 127; code++) if (!'"\\<'.includes(String.fromCharCode(code))) values[code] = count++;
  const bytes = new Uint8Array(length);
  let bits = 0;
  let filled = 0;
  let place = 0;
  for (let i = 0; i < text.length; i += 2) {
    bits |= (values[text.charCodeAt(i)] * count + values[text.charCodeAt(i + 1)]) << filled;
    for (filled += 13; filled >= 8; filled -= 8, bits >>>= 8) bytes[place++] = bits & 255;
  }
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/**
 * Run a packed program → what it calls by this name.
 * @param {string} name @param {number} length @param {string} text
 */
async function gxProgram(name, length, text) {
  const script = document.createElement("script");
  script.src = URL.createObjectURL(new Blob([await gxBytes(length, text)], { type: "text/javascript" }));
  await new Promise((resolve, reject) => {
    script.onload = resolve;
    script.onerror = () => reject(new Error("A part of this page could not be run."));
    document.head.append(script);
  });
  URL.revokeObjectURL(script.src);
  return /** @type {any} */ (self)[name];
}

/**
 * Import a packed module.
 * @param {number} length @param {string} text
 */
async function gxModule(length, text) {
  return gxImport(await gxBytes(length, text));
}

/**
 * Import a module, bundled with all that it needs (see ui/bundling.py).
 * @param {string | Uint8Array<ArrayBuffer>} source
 */
function gxImport(source) {
  return import(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
}
