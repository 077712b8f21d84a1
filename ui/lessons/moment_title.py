"""What a moment is called that somebody has put into his talk, until he calls it otherwise: what is special about it,
and where in the run it is; and in full what it shows."""

from ui.backward_pass.case import names
from ui.backward_pass.stages import STAGES
from ui.export.light_view import Destination
from ui.language.speaking import _
from ui.lessons.reader import LETTERS
from ui.pages import HOME
from ui.settings.links import defaults


def title_of(destination: Destination) -> str:
    """As "Moons, learning rate 3, step 12" or "Backward pass: dL/dz, two samples, at the start"."""
    page, settings = destination.page, destination.settings
    first, *others = page.said_of(settings)
    # What is usual for these data nobody says.
    usual = page.said_of({**settings, **defaults(settings["data"])})
    special = [words for words in others if words not in usual]
    if settings["batch"] != "all" and "batch" in page.settings:
        special.append(_("batch {size}", size=settings["batch"]))
    stage = [_stage(destination)] if destination.follows == "outside" else []
    while True:
        said = ", ".join([*stage, first, *special, _place(destination)])
        # What stands first on every page, and in most moments of a talk, is left out.
        title = f"{said[:1].upper()}{said[1:]}" if page == HOME else f"{_(page.title)}: {said}"
        if len(title) <= LETTERS["title"] or not special:
            return title
        special.pop()


def said_of(destination: Destination) -> str:
    """The same in full, as "Explore: moons, BCE, gradient descent, learning rate 3. Step 12 of 60"."""
    where = _("Step {step} of {last}", step=destination.step, last=destination.settings["steps"])
    return ". ".join([destination.title, where, *([_stage(destination)] if destination.follows == "outside" else [])])


def _stage(destination: Destination) -> str:
    return names(destination.settings["notation"])[STAGES.index(destination.stage)]


def _place(destination: Destination) -> str:
    """Where in the run it is."""
    if not destination.step:
        return _("at the start")
    return _("at the end") if destination.step == destination.settings["steps"] else _("step {n}", n=destination.step)
