"""The letters that our pages show, by their codes: western and central European ones, the Greek ones of formulas,
punctuation, superscripts and subscripts, arrows and mathematics. Somebody's own words may have others: those are taken
from the system's own letters."""


def _each(letters: str) -> list[range]:
    return [range(ord(letter), ord(letter) + 1) for letter in letters]


LETTERS = (
    range(0x20, 0x180),
    # Each of the Greek letters stands nearer to some of the others, which weighs more than they do.
    *_each("ΓΔΘΛΠΣΦΩαβγδεηθκλμνπρστφχψω"),
    *_each("ᵀ"),
    range(0x2010, 0x2030),
    *_each("′″‹›⁄€ℓ™"),
    range(0x2070, 0x208F),
    range(0x2190, 0x219A),
    *_each("∂∆∇∈∏∑−∕∘∙√∝∞≈≠≤≥"),
    *_each("■□▲△▶▼◀◆◇○●✓✕✗⠿"),
)
