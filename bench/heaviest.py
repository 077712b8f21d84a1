"""The links that cost the most within all limits: `make bench` measures them, and a test tries them.
Each is the longest run that its amount of data allows, on the page that shows the most of it."""

from core.scenario import SAMPLE_STEPS, SAMPLES, STEPS

_MOST = SAMPLES[1]
_WIDE = f"data=blobs&samples={_MOST}&steps={SAMPLE_STEPS // _MOST}"
_MIDDLE = f"data=blobs&samples=20000&steps={SAMPLE_STEPS // 20_000}"
_LONG = f"data=blobs&samples={SAMPLE_STEPS // STEPS[1]}&steps={STEPS[1]}"

HEAVIEST = (
    _WIDE,
    f"{_LONG}&batch=256&optimizer=Adam",
    f"{_MIDDLE}&loss=MSE&surface=3-D",
    f"page=backward_pass&{_MIDDLE}&step={STEPS[1]}&graph=batch",
    f"page=loss_surface&{_WIDE}&field=log&beside=3-D&point=1,1",
    f"page=loss_surface&{_MIDDLE}&held=re-optimised&beside=3-D&point=1,1",
    f"page=loss_surface&{_LONG}&held=re-optimised&field=log",
    f"page=compare&{_LONG}&runs=batch:1|batch:256|optimizer:Adam|loss:MSE",
    f"page=compare&{_WIDE}",
    f"page=break_it&{_WIDE}&mistake=no-n",
    f"page=gradient_check&{_WIDE}",
)
