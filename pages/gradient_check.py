"""Analytic against numerical: is the gradient of this step right, and which h tells?"""

import streamlit as st

from core.gradient_check import PASS_MARK, Check
from ui import cached, controls
from ui.player.component import player
from ui.player.notation import name

chosen = controls.chosen()
controls.problems()

st.subheader("Gradient check", anchor=False)
h = controls.width()
with controls.waiting(chosen.scenario):
    checked, timeline = cached.gradient_check(chosen.scenario, st.session_state["step"], h, chosen.notation)


def table(check: Check, what: str, labels: list[str]) -> str:
    """A table in Markdown: both values and their relative error, a row an entry."""
    lines = [f"| {what} | analytic | central difference | relative error |", "| --- | ---: | ---: | ---: |"]
    values = zip(labels, check.analytic[:, 0], check.numerical[:, 0], check.error[:, 0], strict=True)
    lines += [f"| {label} | {a:.10g} | {b:.10g} | {error:.2g} |" for label, a, b, error in values]
    return "\n".join(lines)


def verdict(check: Check, what: str) -> None:
    """Green or red, in one sentence."""
    error = f"{what}: relative error {check.worst:.2g}, pass mark {PASS_MARK:g}"
    if check.passes:
        st.success(f"{error}: the gradients agree.", icon=":material/check:")
    else:
        st.error(f"{error}: at this h they do not agree.", icon=":material/close:")


dz, z = name("dL/dz", chosen.notation), name("z", chosen.notation)
weights = [*(f"w{i + 1}" for i in range(len(checked.weights.analytic) - 1)), "b"]
left, right = st.columns(2)
with left:
    verdict(checked.weights, "dW")
    st.markdown(table(checked.weights, "dW", weights))
    verdict(checked.outputs, dz)
    st.markdown(table(checked.outputs, f"{dz}, sample", [str(row) for row in checked.rows]))
    st.caption(
        f"Step {checked.step}. Relative error = max |a − b| / max(1e-8, |a| + |b|). For {dz} each output moves by "
        f"h · {z} (1 − {z}), so that it stays between 0 and 1."
    )
with right:
    player(key="check", timeline=lambda: timeline, command=st.session_state["command"])
