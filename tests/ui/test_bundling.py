"""Bundled modules do what they do apart, in every form in which ours import and export."""

import subprocess
import sys
from pathlib import Path

import pytest

from ui.bundling import beside_bundle, bundle

NODE = Path(sys.executable).with_name("node")
SOURCES = {
    "words.js": """export const SAID = ["one"];
export async function say(word) {
  SAID.push(word);
  return SAID.length;
}
export class Speaker {
  name = "speaker";
}
""",
    "panels/bars.js": """import { SAID as known } from "../words.js";
const hidden = known[0];
export default function make() {
  return hidden;
}
""",
    "facts.js": """export default { light: [1, 2] };
""",
    "main.js": """import facts from "./facts.js";
import {
  SAID,
  say as speak,
} from "./words.js";
export { Speaker } from "./words.js";
const hidden = () => import("./later/more.js");
export async function all() {
  await speak("two");
  const { default: make } = await import("./panels/bars.js");
  const { more } = await hidden();
  return [facts.light, SAID, make(), await more()].join(" ");
}
""",
    "later/more.js": """import { SAID } from "../words.js";
import { end } from "./end.js";
export async function more() {
  const { default: facts } = await import("../facts.js");
  return SAID.length + facts.light.length + end();
}
""",
    "later/end.js": """export function end() {
  return "!";
}
""",
}
AT_ONCE = ("words.js", "panels/bars.js", "facts.js", "main.js")
RUN = """import { all, Speaker } from "./main.js";
console.log(await all(), new Speaker().name);
"""


def said(folder: Path, sources: dict[str, str]) -> str:
    """What these modules say."""
    for name, source in {**sources, "package.json": '{"type": "module"}', "run.js": RUN}.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(source, encoding="utf-8")
    return subprocess.run([NODE, "run.js"], cwd=folder, capture_output=True, text=True, check=True).stdout


def test_bundled_modules_do_the_same(tmp_path: Path) -> None:
    whole = bundle(SOURCES, ("words.js", "later/end.js", "later/more.js", *AT_ONCE[1:]), "main.js")
    parted = {
        "main.js": bundle(SOURCES, AT_ONCE, "main.js"),
        **{
            f"main/{name}": beside_bundle(SOURCES, AT_ONCE, "main.js", name)
            for name in ("later/more.js", "later/end.js")
        },
    }
    expected = "1,2 one,two one 4! speaker\n"
    # A module that came twice would have said nothing yet.
    assert said(tmp_path / "modules", SOURCES) == expected
    assert said(tmp_path / "parted", parted) == expected
    assert said(tmp_path / "whole", {"main.js": whole}) == expected
    assert "import" not in whole


@pytest.mark.parametrize(
    "line",
    ['import * as all from "./words.js";', "export let count = 0;", 'import "./words.js";', "export { a as b };"],
)
def test_a_form_that_is_not_known_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match=r"main\.js imports or exports"):
        bundle({"main.js": f"const a = 1;\n{line}\n"}, ("main.js",), "main.js")
