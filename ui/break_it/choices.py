"""The list of bugs, grouped by the part of a step in which they strike.

Streamlit puts an option's text into the link. That is the bug's key; what is read and clicked is its name, which a
style sheet gives. Each option's caption is its group: a screen reader hears it with every bug, the eye sees it once.
"""

from core.mistakes.catalogue import BY_KEY, MISTAKES
from ui.language.speaking import N_, _

# In the order of a step.
PARTS = {
    "forward": N_("Forward pass, cache"),
    "loss": N_("Loss gradient"),
    "backward": N_("Backward pass"),
    "update": N_("Update"),
}
_GROUPED = tuple(mistake for part in PARTS for mistake in MISTAKES if mistake.part == part)
OPTIONS = ("none", *(mistake.key for mistake in _GROUPED))
NAMES = (N_("none"), *(BY_KEY[key].name for key in OPTIONS[1:]))
GROUPS = ("", *(PARTS[BY_KEY[key].part] for key in OPTIONS[1:]))

_OPTION = '.st-key-%s [role="radiogroup"] > :nth-child(%d)'


def names() -> tuple[str, ...]:
    """What the options are called."""
    return tuple(map(_, NAMES))


def style(widget: str) -> str:
    """The style sheet of the list, which is the widget with that key."""
    rules = []
    for place, (name, group, before) in enumerate(zip(names(), GROUPS, ("", *GROUPS), strict=False), start=1):
        option = _OPTION % (widget, place)
        rules.append(f'{option} label [data-testid="stMarkdownContainer"]::after {{ content: "{name}"; }}')
        if group == before:
            rules.append(f"{option} [data-testid='stRadioCaption'] {{ clip-path: inset(50%); position: absolute; }}")
    return "<style>" + "\n".join(rules) + "</style>"
