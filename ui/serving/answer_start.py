"""Where an answer begins: for whoever stands around the app and looks at its status, or changes its headers."""

from collections.abc import Callable

from starlette.types import Message, Send


def at_start(send: Send, act: Callable[[Message], None]) -> Send:
    """Sends as `send` does; `act` gets the start of the answer before that, and may change it."""

    async def send_after_act(message: Message) -> None:
        if message["type"] == "http.response.start":
            act(message)
        await send(message)

    return send_after_act
