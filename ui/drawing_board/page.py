"""Data of one's own: drawn points, or a table."""

from core.data import drawings
from core.data.user_data import USER_DATA
from core.scenario import Scenario
from ui.drawing_board.board import board, counted, learns
from ui.language.speaking import _
from ui.page import ALWAYS, Moment, Page, Runner, Shown
from ui.settings.parameter import Settings
from ui.settings.scenario_settings import usual
from ui.timeline.timeline import Timeline


class Data(Page):
    code = "data"
    title = "Your data"
    place = 7
    question = "What does the classifier make of your data? Draw points, or upload a table."
    about = "The points"
    depends_on = ALWAYS
    shown_by_a_link = True
    of_one_moment = True
    picture = ("board",)

    def timeline_alone(self, shown: Shown, run: Runner) -> Timeline:
        points = drawings.decode(shown.settings["points"])
        return board(points, run(shown.scenario)[1].W[-1] if learns(shown.scenario, points) else None, pens=False)

    def runs(self, shown: Shown) -> tuple[Scenario, ...]:
        return (shown.scenario,) if learns(shown.scenario, drawings.decode(shown.settings["points"])) else ()

    def sentence(self, settings: Settings, moment: Moment) -> str:
        points = drawings.decode(settings["points"])
        drawn = counted(points) if points else _("nothing drawn")
        return f"{_(self.title)}: {drawn}"

    def said_of(self, settings: Settings) -> tuple[str, ...]:
        if settings["data"] != USER_DATA:
            return (_("drawn points") if settings["points"] else _("nothing drawn"),)
        return super().said_of(settings)

    def key(self, settings: Settings) -> Settings:
        if settings["data"] == USER_DATA:
            return settings
        # Nobody learns from the points: the board has nothing else.
        return {**settings, **usual(), "points": settings["points"]}


PAGE = Data()
