"""The badges of README.md, as files: what they say is read off the repository, and a test holds it. `make pictures`
writes them, and nobody is asked for them."""

import tomllib

from markupsafe import escape

from tools.server import ROOT

FOLDER = ROOT / "docs" / "badges"
# Of an average letter, and around each half, in pixels.
LETTER, ROOM, HEIGHT = 6.6, 8, 20
# Slate, and the teal of the weights (docs/design.md), darker: white letters have four and a half to one on it.
LEFT, RIGHT = "#3f4756", "#0b7a6f"


def badges() -> dict[str, str]:
    """Each badge's file, by its name."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    said = {
        "version": project["version"],
        "python": project["requires-python"].replace(">=", "") + " or newer",
        "license": project["license"],
    }
    return {f"{name}.svg": badge(name, value) for name, value in said.items()}


def badge(name: str, value: str) -> str:
    """One of them, as SVG."""
    left, right = (round(LETTER * len(text) + 2 * ROOM) for text in (name, value))
    text = 'y="14" text-anchor="middle"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{left + right}" height="{HEIGHT}" role="img" '
        f'aria-label="{escape(name)}: {escape(value)}" font-family="Verdana, DejaVu Sans, sans-serif" font-size="11" '
        f'fill="#fff"><rect width="{left + right}" height="{HEIGHT}" rx="3" fill="{RIGHT}"/>'
        f'<path d="M3 0h{left - 3}v{HEIGHT}H3a3 3 0 0 1-3-3V3a3 3 0 0 1 3-3z" fill="{LEFT}"/>'
        f'<text x="{left / 2}" {text}>{escape(name)}</text>'
        f'<text x="{left + right / 2}" {text}>{escape(value)}</text></svg>\n'
    )


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for file, svg in badges().items():
        (FOLDER / file).write_text(svg, encoding="utf-8")
