"""How a number is written in a sentence, a title or a table: rounded, and with a real minus sign."""


def number(value: float, digits: int = 4) -> str:
    """So many significant digits; four are enough to recognise a weight."""
    return f"{value:.{digits}g}".replace("-", "\N{MINUS SIGN}")
