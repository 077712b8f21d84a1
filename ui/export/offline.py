"""The parts of a static site: programs and timelines as scripts that unpack themselves, and the index of its pages.
They load from any host and from a stick alike, where nothing can be fetched, and are short without a server's help."""

import gzip
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from markupsafe import Markup

from ui.assets import text
from ui.export.markup import render
from ui.export.one_file import Parts, policy_of_a_file
from ui.modules import SITE, whole
from ui.timeline.folding import compressed

# The letters that bytes are written with: all that can be seen in ASCII, but for those that end a text or a script.
LETTERS = bytes(code for code in range(33, 127) if chr(code) not in '"\\<')
BITS = 13  # two letters of 91 have 8,281 values; 13 bits have 8,192


@dataclass(frozen=True)
class Card:
    """A page on the index.

    picture : the address of its thumbnail's timeline, "" for none · still, last, sample : see thumbnails.js
    """

    address: str
    title: str
    about: str
    task: str = ""
    picture: str = ""
    still: int = 0
    last: int = 0
    sample: int = 0


def as_text(data: bytes) -> str:
    """Bytes as letters, two for 13 bits: 23 % longer, where base64 is 33 %. packed.js reads them."""
    bits = np.unpackbits(np.frombuffer(data, np.uint8), bitorder="little")
    groups = np.pad(bits, (0, -len(bits) % BITS)).reshape(-1, BITS)
    values = groups @ (1 << np.arange(BITS))
    pairs = np.stack(np.divmod(values, len(LETTERS)), axis=1)
    letters: bytes = np.frombuffer(LETTERS, np.uint8)[pairs].tobytes()
    return letters.decode()


def timeline_script(packed: bytes) -> str:
    """A packed timeline as a script."""
    return part_script(compressed(packed))


def part_script(body: bytes) -> str:
    """Compressed bytes as a script."""
    return f'self.gxPart = gxBytes({len(body)}, "{as_text(body)}");\n'


def program_script(name: str, program: str) -> str:
    """A program as a script, which promises what the program calls by its name."""
    body = gzip.compress(program.encode(), 9, mtime=0)
    return f'self.{name} = gxProgram("{name}", {len(body)}, "{as_text(body)}");\n'


def modules_script(entry: str) -> str:
    """A module and all that it imports as a script, which promises the module; before it what unpacks it and all else.

    A browser imports nothing from a stick: see gxImport in packed.js.
    """
    body = gzip.compress(whole(entry).encode(), 9, mtime=0)
    return f'{text("packed.js")}self.gradientExplorer = gxModule({len(body)}, "{as_text(body)}");\n'


def player_program() -> str:
    """The player for a static site, and the pictures on its index."""
    return modules_script(SITE)


def index_page(cards: Sequence[Card], parts: Parts, footer: str, app: str, preview: Markup) -> str:
    """The index of a static site.

    footer : plain text · app : the full app's address, "" where that is not known
    preview : the tags by which others read what the site is
    """
    program = render("index.js")
    return render(
        "index.html",
        policy=policy_of_a_file(program),
        parts=parts,
        css=Markup(text("site.css")),
        cards=cards,
        footer=footer,
        app=app,
        preview=preview,
        program=program,
    )
