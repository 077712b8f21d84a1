"""`make fonts`: of Streamlit's letters and symbols those that our pages show, for web/vendor. A first visit of the full
page brings 0.4 MB less with them. What they leave out is taken from the system's own letters.

It needs fonttools and Brotli, which nothing else does."""

import sys
from pathlib import Path

from fontTools import subset

from tools.fonts.letters import LETTERS
from ui.serving.fonts import FONTS, ROOT, SYMBOL_NAMES, symbols_in_use

# The copyright and the licence stay; the name of the whole font is not the part's.
COPYRIGHT_AND_LICENCE = [0, 13, 14]


def options() -> subset.Options:
    # Of what a font can do with its letters only what a browser does unasked: no small capitals, no other forms.
    chosen = subset.Options()
    chosen.flavor = "woff2"
    chosen.name_IDs = COPYRIGHT_AND_LICENCE
    chosen.notdef_outline = True
    return chosen


def write(font: subset.ttLib.TTFont, chosen: subset.Options, target: Path, **wanted: object) -> None:
    maker = subset.Subsetter(chosen)
    maker.populate(**wanted)
    maker.subset(font)
    subset.save_font(font, str(target), chosen)
    print(f"{target.relative_to(ROOT)}: {target.stat().st_size / 1e3:.0f} KB")


def keep_ligatures(font: subset.ttLib.TTFont, names: set[str]) -> dict[str, str]:
    """Take all ligatures out of a font that do not spell one of the names → the glyph of each name that it has."""
    letters = {glyph: chr(code) for code, glyph in font.getBestCmap().items()}
    glyphs: dict[str, str] = {}
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for part in lookup.SubTable:
            ligatures = getattr(getattr(part, "ExtSubTable", part), "ligatures", None) or {}
            for first, found in ligatures.items():
                spelled = {"".join(letters.get(each, "?") for each in (first, *one.Component)): one for one in found}
                kept = {name: one for name, one in spelled.items() if name in names}
                glyphs |= {name: one.LigGlyph for name, one in kept.items()}
                ligatures[first] = list(kept.values())
    return glyphs


def main() -> None:
    letters, symbols = FONTS
    chosen = options()
    unicodes = [code for group in LETTERS for code in group]
    write(subset.load_font(str(letters.whole()), chosen), chosen, letters.file, unicodes=unicodes)

    # A symbol is a ligature of its name's letters: of all names that these letters make, only the ones in use stay.
    names = symbols_in_use()
    font = subset.load_font(str(symbols.whole()), chosen)
    glyphs = keep_ligatures(font, names)
    chosen.layout_closure = False
    write(font, chosen, symbols.file, text="".join(sorted(set("".join(names)))), glyphs=sorted(glyphs.values()))
    SYMBOL_NAMES.write_text("".join(f"{name}\n" for name in sorted(names)), encoding="utf-8")
    if missing := sorted(names - set(glyphs)):
        print(f"In Streamlit's own font neither: {', '.join(missing)}", file=sys.stderr)


if __name__ == "__main__":
    main()
